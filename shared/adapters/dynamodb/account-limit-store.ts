/** The account's limits in the row of the gate `limit`, so that whoever reads the gates sees it closed. */
import * as z from "zod";
import {
  type AccountLimit,
  LIMIT_REASONS,
  UNLIMITED,
} from "../../domain/account-limit.ts";
import { OWN_ACTOR } from "../../domain/audit.ts";
import type { TaskId } from "../../domain/task.ts";
import type { Head } from "../../ports/control-store.ts";
import type {
  AccountLimitStore,
  SeenLimit,
} from "../../ports/account-limit-store.ts";
import { replaceVersion } from "./marked-write.ts";
import { type Item, type Table, understand } from "./table.ts";

const KEY = { pk: "gate", sk: "limit" };

const time = z.number().transform((ms) => new Date(ms));

const LimitRow = z.object({
  version: z.number(),
  closed: z.boolean(),
  reason: z.string(),
  actor: z.string(),
  since: time,
  until: time.exactOptional(),
  canaryUntil: time.exactOptional(),
  openedAt: time.exactOptional(),
  refusals: z.number().default(0),
  unavailable: z
    .array(
      z.object({
        taskId: z.string().transform((id) => id as TaskId),
        at: time,
      }),
    )
    .default([]),
  failuresInARow: z.number().default(0),
  nearlyUsed: z
    .array(
      z.object({
        name: z.string(),
        utilization: z.number().exactOptional(),
        resetsAt: time.exactOptional(),
      }),
    )
    .exactOptional(),
});

const ROW = { key: KEY, attributes: Object.keys(LimitRow.shape) };

export function dynamoDbAccountLimitStore(
  table: Table,
  head: Pick<Head, "move">,
): AccountLimitStore {
  return {
    async read() {
      const item = await table.get(KEY);
      if (!item)
        return {
          limit: UNLIMITED,
          version: 0,
        };
      return toSeen(understand(LimitRow, item));
    },
    async replace(seen, next) {
      const item = toItem(next, seen.byHand);
      const isOurs = await replaceVersion(table, ROW, seen.version, item);
      await head.move();
      return isOurs;
    },
  };
}

function toSeen(row: z.output<typeof LimitRow>): SeenLimit {
  const { version, closed, reason, actor, since, until, ...limit } = row;
  if (!closed) return { version, limit };
  const known = LIMIT_REASONS.find((each) => each === reason);
  if (actor === OWN_ACTOR && known && until)
    return {
      version,
      limit: { ...limit, closed: { reason: known, since, until } },
    };
  const byHand = { reason, actor, since, ...(until && { until }) };
  return { version, limit, byHand };
}

function toItem(limit: AccountLimit, byHand: SeenLimit["byHand"]): Item {
  const { closed, canaryUntil, openedAt, unavailable, nearlyUsed, ...counts } =
    limit;
  return {
    ...counts,
    ...toGate(closed, byHand),
    canaryUntil: canaryUntil?.getTime(),
    openedAt: openedAt?.getTime(),
    nearlyUsed: nearlyUsed?.map(({ resetsAt, ...window }) => ({
      ...window,
      resetsAt: resetsAt?.getTime(),
    })),
    unavailable: unavailable.map(({ taskId, at }) => ({
      taskId,
      at: at.getTime(),
    })),
  };
}

/** What a person closed stays as they closed it, until its time is over or somebody opens it. */
function toGate(
  closed: AccountLimit["closed"],
  byHand: SeenLimit["byHand"],
): Item {
  const isOver = byHand?.until && closed && byHand.until <= closed.since;
  const gate =
    byHand && !isOver ? byHand : closed && { ...closed, actor: OWN_ACTOR };
  return {
    closed: gate !== undefined,
    reason: gate?.reason ?? "open",
    actor: gate?.actor ?? OWN_ACTOR,
    since: gate?.since.getTime() ?? 0,
    until: gate?.until?.getTime(),
  };
}
