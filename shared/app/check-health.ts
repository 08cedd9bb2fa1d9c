/** Does everything that a task needs answer? */
import { closedGate, type ClosedGate, isClosed } from "../domain/gate.ts";
import type { UsageWindow } from "../domain/outcome.ts";
import { lastErrorOf, type SessionState } from "../domain/session.ts";
import { EXECUTOR_SEEN_MS, later } from "../domain/timing.ts";
import type { AccountLimitStore } from "../ports/account-limit-store.ts";
import type { Clock } from "../ports/clock.ts";
import type {
  ExecutorRegistry,
  ExecutorSighting,
  GateStore,
} from "../ports/control-store.ts";
import type { SessionStore } from "../ports/session-store.ts";
import type { TaskQueue } from "../ports/task-queue.ts";

export type Liveness =
  { readonly ok: true } | { readonly ok: false; readonly problem: string };

export interface Health {
  /** `down`: the table or the queues do not answer. `degraded`: nothing is worked on at present. */
  readonly status: "ok" | "degraded" | "down";
  readonly sqs: Liveness;
  readonly dynamodb: Liveness;
  readonly executors: readonly ExecutorSighting[];
  /** Absent while the table does not answer. */
  readonly session?: {
    readonly state: SessionState;
    /** What the issue tracker does not do, or why the login was last refused. */
    readonly lastError?: string;
  };
  /** The gates that are closed now; the others are open. */
  readonly closed: readonly ClosedGate[];
  /** The strongest of them. */
  readonly gate?: ClosedGate;
  /** The account's usage windows that are nearly used up. */
  readonly nearlyUsed?: readonly UsageWindow[];
}

export type CheckHealth = () => Promise<Health>;

/** Each dependency may take so long; the whole answer comes within 2 s. */
const LIMIT_MS = 1_500;

export function checkHealth(deps: {
  readonly queue: Pick<TaskQueue, "ping">;
  readonly gates: Pick<GateStore, "closedGates">;
  readonly executors: Pick<ExecutorRegistry, "seenSince">;
  readonly limits: Pick<AccountLimitStore, "read">;
  readonly sessions: Pick<SessionStore, "read">;
  readonly clock: Clock;
}): CheckHealth {
  const { clock } = deps;

  const within = async <T>(work: Promise<T>): Promise<T> => {
    const over = new AbortController();
    const limit = clock.sleep(LIMIT_MS, over.signal).then(() => {
      throw new Error(`no answer within ${String(LIMIT_MS)} ms`);
    });
    // When the work wins, the sleep ends early and its rejection is nobody's.
    limit.catch(() => undefined);
    try {
      return await Promise.race([work, limit]);
    } finally {
      over.abort();
    }
  };

  const liveness = async (work: Promise<unknown>): Promise<Liveness> => {
    try {
      await within(work);
      return { ok: true };
    } catch (error) {
      return { ok: false, problem: wordsOf(error) };
    }
  };

  const readControl = async (now: Date) => {
    const [gates, { limit }, { session }, executors] = await Promise.all([
      deps.gates.closedGates(),
      deps.limits.read(),
      deps.sessions.read(),
      deps.executors.seenSince(later(now, -EXECUTOR_SEEN_MS)),
    ]);
    const gate = closedGate(gates, now);
    const lastError = lastErrorOf(session);
    const { nearlyUsed } = limit;
    return {
      executors,
      session: {
        state: session.state,
        ...(lastError !== undefined && { lastError }),
      },
      closed: gates.filter((each) => isClosed(each, now)),
      ...(gate && { gate }),
      ...(nearlyUsed && { nearlyUsed }),
    };
  };

  return async () => {
    const control = readControl(clock.now());
    const [sqs, dynamodb] = await Promise.all([
      liveness(deps.queue.ping()),
      liveness(control),
    ]);
    if (!dynamodb.ok)
      return { status: "down", sqs, dynamodb, executors: [], closed: [] };
    const known = await control;
    const works = known.executors.some(({ problem }) => problem === undefined);
    const working = works && !known.gate ? "ok" : "degraded";
    return { status: sqs.ok ? working : "down", sqs, dynamodb, ...known };
  };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error
    ? `${error.message} ${error.cause.name}`
    : error.message;
}
