import type { AccessToken } from "../../shared/domain/access-token.ts";
import {
  type AccountLimit,
  LIMIT_REASONS,
  UNLIMITED,
} from "../../shared/domain/account-limit.ts";
import type { ClosedGate, GateName } from "../../shared/domain/gate.ts";
import type {
  ExecutorRegistry,
  ExecutorSighting,
  GateStore,
  Head,
  TokenStore,
} from "../../shared/ports/control-store.ts";
import type { LoadStore } from "../../shared/ports/load-store.ts";
import type { AccountLimitStore } from "../../shared/ports/account-limit-store.ts";
import { StoreError } from "../../shared/ports/task-store.ts";
import {
  type MemoryAuditTrail,
  memoryAuditTrail,
} from "./memory-audit-trail.ts";
import type { SessionStore } from "../../shared/ports/session-store.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";
import {
  emptyLoadRow,
  type LoadRow,
  memoryLoads,
} from "./memory-load-store.ts";
import {
  emptySessionRow,
  memorySessions,
  type SessionRow,
} from "./memory-session-store.ts";

interface Ports {
  readonly gates: GateStore;
  readonly head: Head;
  readonly tokens: TokenStore;
  readonly executors: ExecutorRegistry;
  readonly limits: AccountLimitStore;
  readonly loads: LoadStore;
  readonly sessions: SessionStore;
  readonly trail: MemoryAuditTrail;
}

type Methods = GateStore &
  Head &
  TokenStore &
  ExecutorRegistry &
  Pick<AccountLimitStore, "replace">;

export interface MemoryControlStores extends Ports {
  readonly failing: Failing<Methods>;
}

export function memoryControlStores(): MemoryControlStores {
  const failing: Failing<Methods> = new Set();
  const check = (method: keyof Methods): void => {
    refuseIfFailing(failing, method, (...told) => new StoreError(...told));
  };
  const head = memoryHead(check);
  const closed = new Map<GateName, ClosedGate>();
  const limit: LimitRow = { version: 0, limit: UNLIMITED };
  const load = emptyLoadRow();
  const session = emptySessionRow();
  return {
    failing,
    head,
    gates: memoryGates(check, head, closed, { limit, load, session }),
    tokens: memoryTokens(check),
    executors: memoryExecutors(check),
    limits: memoryLimits(check, head, closed, limit),
    loads: memoryLoads(check, head, closed, load),
    sessions: memorySessions(check, head, closed, session),
    trail: memoryAuditTrail(),
  };
}

/** The row of the gate `limit`: whoever writes to it moves the version. */
interface LimitRow {
  version: number;
  limit: Omit<AccountLimit, "closed">;
}

const ACTOR = "ccsp";

/** Shares its row with the gate `limit`. */
function memoryLimits(
  check: Check,
  head: Head,
  closed: Map<GateName, ClosedGate>,
  row: LimitRow,
): AccountLimitStore {
  return {
    async read() {
      check("closedGates");
      const { version, limit } = row;
      const gate = closed.get("limit");
      if (!gate) return { version, limit };
      const { name: _, ...byHand } = gate;
      const { since, until } = gate;
      const reason = LIMIT_REASONS.find((each) => each === gate.reason);
      return gate.actor === ACTOR && reason && until
        ? { version, limit: { ...limit, closed: { reason, since, until } } }
        : { version, limit, byHand };
    },
    async replace({ version, byHand }, { closed: closing, ...limit }) {
      check("replace");
      const isCurrent = version === row.version;
      const isOver = byHand?.until && closing && byHand.until <= closing.since;
      if (isCurrent) {
        row.version += 1;
        row.limit = limit;
        if (!byHand || isOver) closed.delete("limit");
        if (closing && !closed.has("limit"))
          closed.set("limit", { name: "limit", actor: ACTOR, ...closing });
      }
      await head.move();
      return isCurrent;
    },
  };
}

type Check = (method: keyof Methods) => void;

function memoryHead(check: Check): Head {
  let version = 0;
  return {
    async read() {
      check("read");
      return version;
    },
    async move() {
      check("move");
      version += 1;
    },
  };
}

function memoryGates(
  check: Check,
  head: Head,
  closed: Map<GateName, ClosedGate>,
  rows: {
    readonly limit: LimitRow;
    readonly load: LoadRow;
    readonly session: SessionRow;
  },
): GateStore {
  const moveVersion = (name: GateName): void => {
    if (name === "limit" || name === "load" || name === "session")
      rows[name].version += 1;
  };
  return {
    async closedGates() {
      check("closedGates");
      return [...closed.values()];
    },
    async close(gate) {
      check("close");
      const before = closed.get(gate.name);
      const isOpen =
        !before || (before.until !== undefined && before.until <= gate.since);
      if (isOpen) {
        closed.set(gate.name, gate);
        moveVersion(gate.name);
      }
      await head.move();
      return isOpen;
    },
    async replace(gate) {
      check("replace");
      closed.set(gate.name, gate);
      moveVersion(gate.name);
      await head.move();
    },
    async open(name, seen) {
      check("open");
      const wasClosed = isAsSeen(closed.get(name), seen) && closed.delete(name);
      if (wasClosed) moveVersion(name);
      await head.move();
      return wasClosed;
    },
  };
}

const isAsSeen = (gate?: ClosedGate, seen?: ClosedGate): boolean =>
  !seen ||
  (gate?.since.getTime() === seen.since.getTime() &&
    gate.until?.getTime() === seen.until?.getTime());

function memoryTokens(check: Check): TokenStore {
  const tokens = new Map<string, AccessToken>();
  return {
    async find(id) {
      check("find");
      return tokens.get(id);
    },
    async save(token) {
      check("save");
      tokens.set(token.id, token);
    },
    async revoke(id, at) {
      check("revoke");
      const token = tokens.get(id);
      if (!token || token.revokedAt) return false;
      tokens.set(id, { ...token, revokedAt: at });
      return true;
    },
    async shorten(id, expiresAt) {
      check("shorten");
      const token = tokens.get(id);
      if (!token || token.expiresAt <= expiresAt) return false;
      tokens.set(id, { ...token, expiresAt });
      return true;
    },
    async list() {
      check("list");
      return [...tokens.values()];
    },
  };
}

function memoryExecutors(check: Check): ExecutorRegistry {
  const seen = new Map<string, ExecutorSighting>();
  return {
    async note(sighting) {
      check("note");
      seen.set(sighting.id, sighting);
    },
    async seenSince(time) {
      check("seenSince");
      return [...seen.values()].filter(({ lastSeenAt }) => lastSeenAt >= time);
    },
    async forget(id) {
      check("forget");
      seen.delete(id);
    },
  };
}
