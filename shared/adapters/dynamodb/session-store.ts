/** The login in the row of the gate `session`, so that whoever reads the gates sees it closed. */
import * as z from "zod";
import {
  NEVER_LOST,
  type Session,
  SESSION_CAUSES,
  SESSION_STATES,
} from "../../domain/session.ts";
import type { Head } from "../../ports/control-store.ts";
import type { SeenSession, SessionStore } from "../../ports/session-store.ts";
import { replaceVersion } from "./marked-write.ts";
import { type Table, understand } from "./table.ts";

const KEY = { pk: "gate", sk: "session" };
const ACTOR = "ccsp";

const time = z.codec(z.number(), z.date(), {
  decode: (ms) => new Date(ms),
  encode: (date) => date.getTime(),
});

const Right = z.object({ id: z.string(), until: time });

const OnIssue = { issue: z.number() };

const Owed = z.discriminatedUnion("word", [
  z.object({ ...OnIssue, word: z.literal("works"), tasks: z.number() }),
  z.object({
    ...OnIssue,
    word: z.enum(["refused", "doubtful"]),
    reason: z.string(),
  }),
  z.object({ ...OnIssue, word: z.enum(["opened", "needless"]) }),
]);

const SessionFields = z.object({
  state: z.enum(SESSION_STATES),
  since: time,
  loss: z
    .object({
      incident: z.string(),
      cause: z.enum(SESSION_CAUSES),
      reason: z.string(),
      at: time,
      executorId: z.string(),
      taskId: z.string().exactOptional(),
    })
    .exactOptional(),
  issue: z
    .object({
      number: z.number(),
      url: z.string(),
      etag: z.string().exactOptional(),
      body: z.string(),
      writtenAt: time,
    })
    .exactOptional(),
  restoredAt: time.exactOptional(),
  lastVerifiedAt: time.exactOptional(),
  lastError: z.string().exactOptional(),
  verifier: Right.exactOptional(),
  doubts: z.number(),
  verifyAfter: time.exactOptional(),
  pen: Right.exactOptional(),
  trouble: z
    .object({ count: z.number(), message: z.string(), nextTryAt: time })
    .exactOptional(),
  owed: z.array(Owed).readonly(),
});

const Gate = z.object({
  reason: z.string(),
  actor: z.string(),
  since: time,
  until: time.exactOptional(),
});

const SessionRow = z.object({
  ...Gate.shape,
  version: z.number(),
  closed: z.boolean(),
  /** Absent in a row that only a person has written. */
  session: SessionFields.exactOptional(),
  /** The gate as a person closed it before the login was lost. */
  hand: Gate.exactOptional(),
});

const ROW = { key: KEY, attributes: Object.keys(SessionRow.shape) };

export function dynamoDbSessionStore(
  table: Table,
  head: Pick<Head, "move">,
): SessionStore {
  return {
    async read() {
      const item = await table.get(KEY);
      return item
        ? toSeen(understand(SessionRow, item))
        : { session: NEVER_LOST, version: 0 };
    },
    async replace(seen, next) {
      const row = { ...toRow(seen, next), version: seen.version + 1 };
      const item = z.encode(SessionRow, row);
      const isOurs = await replaceVersion(table, ROW, seen.version, item);
      await head.move();
      return isOurs;
    },
  };
}

function toSeen(row: z.output<typeof SessionRow>): SeenSession {
  const { version, closed, session = NEVER_LOST, hand, ...gate } = row;
  const isActive = session.state === "active";
  const byHand = closed ? (isActive ? pickGate(gate) : hand) : undefined;
  return {
    // A person who opens the gate takes the login for one that works.
    session: closed || isActive ? session : { ...session, state: "active" },
    version,
    ...(byHand && { byHand }),
  };
}

type HandGate = NonNullable<SeenSession["byHand"]>;

const pickGate = ({ reason, actor, since, until }: HandGate): HandGate => ({
  reason,
  actor,
  since,
  ...(until && { until }),
});

/** A lost login covers what a person closed, and uncovers it again when it is back. */
function toRow(
  { byHand }: SeenSession,
  session: Session,
): Omit<z.output<typeof SessionRow>, "version"> {
  const { state, since, loss } = session;
  if (state === "active") {
    const gate = byHand ?? { reason: "open", actor: ACTOR, since };
    return { ...gate, closed: byHand !== undefined, session };
  }
  return {
    closed: true,
    reason: loss?.cause ?? state,
    actor: ACTOR,
    since: loss?.at ?? since,
    session,
    ...(byHand && { hand: byHand }),
  };
}
