import type { ClosedGate, GateName } from "../../shared/domain/gate.ts";
import { NEVER_LOST, type Session } from "../../shared/domain/session.ts";
import type { Head } from "../../shared/ports/control-store.ts";
import type {
  SeenSession,
  SessionStore,
} from "../../shared/ports/session-store.ts";

/** The row of the gate `session`: whoever writes to it moves the version. */
export interface SessionRow {
  version: number;
  session: Session;
  /** As a person closed it before the login was lost. */
  hand?: ClosedGate | undefined;
}

export const emptySessionRow = (): SessionRow => ({
  version: 0,
  session: NEVER_LOST,
});

const ACTOR = "ccsp";

/** Shares its row with the gate `session`. */
export function memorySessions(
  check: (method: "closedGates" | "replace") => void,
  head: Head,
  closed: Map<GateName, ClosedGate>,
  row: SessionRow,
): SessionStore {
  return {
    async read() {
      check("closedGates");
      const { version, session } = row;
      const gate = closed.get("session");
      if (!gate) return { version, session: { ...session, state: "active" } };
      const hand = session.state === "active" ? gate : row.hand;
      return { version, session, ...(hand && { byHand: unnamed(hand) }) };
    },
    async replace({ version, byHand }, next) {
      check("replace");
      const isCurrent = version === row.version;
      if (isCurrent) write(row, closed, next, byHand);
      await head.move();
      return isCurrent;
    },
  };
}

function write(
  row: SessionRow,
  closed: Map<GateName, ClosedGate>,
  next: Session,
  byHand: SeenSession["byHand"],
): void {
  const hand = byHand && { name: "session" as const, ...byHand };
  row.version += 1;
  row.session = next;
  closed.delete("session");
  if (next.state === "active") {
    if (hand) closed.set("session", hand);
    return;
  }
  row.hand = hand;
  closed.set("session", {
    name: "session",
    reason: next.loss?.cause ?? next.state,
    actor: ACTOR,
    since: next.loss?.at ?? next.since,
  });
}

function unnamed({ name: _, ...gate }: ClosedGate): Omit<ClosedGate, "name"> {
  return gate;
}
