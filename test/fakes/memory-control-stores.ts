import type { AccessToken } from "../../shared/domain/access-token.ts";
import { UNLIMITED } from "../../shared/domain/account-limit.ts";
import type { ClosedGate, GateName } from "../../shared/domain/gate.ts";
import type {
  ExecutorRegistry,
  ExecutorSighting,
  GateStore,
  Head,
  TokenStore,
} from "../../shared/ports/control-store.ts";
import type {
  AccountLimitStore,
  SeenLimit,
} from "../../shared/ports/account-limit-store.ts";
import { StoreError } from "../../shared/ports/task-store.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";

interface Ports {
  readonly gates: GateStore;
  readonly head: Head;
  readonly tokens: TokenStore;
  readonly executors: ExecutorRegistry;
  readonly limits: AccountLimitStore;
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
  return {
    failing,
    head,
    gates: memoryGates(check, head, closed),
    tokens: memoryTokens(check),
    executors: memoryExecutors(check),
    limits: memoryLimits(check, head, closed),
  };
}

/** Shares its row with the gate `limit`. */
function memoryLimits(
  check: Check,
  head: Head,
  closed: Map<GateName, ClosedGate>,
): AccountLimitStore {
  let seen: SeenLimit = { limit: UNLIMITED, version: 0 };
  return {
    async read() {
      check("closedGates");
      if (closed.has("limit")) return seen;
      const { closed: _, ...limit } = seen.limit;
      return { ...seen, limit };
    },
    async replace({ version }, next) {
      check("replace");
      const isCurrent = version === seen.version;
      if (isCurrent) {
        seen = { limit: next, version: version + 1 };
        closed.delete("limit");
        if (next.closed)
          closed.set("limit", { name: "limit", actor: "ccsp", ...next.closed });
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
): GateStore {
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
      if (isOpen) closed.set(gate.name, gate);
      await head.move();
      return isOpen;
    },
    async open(name) {
      check("open");
      const wasClosed = closed.delete(name);
      await head.move();
      return wasClosed;
    },
  };
}

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
