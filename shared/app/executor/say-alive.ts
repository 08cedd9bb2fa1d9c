/** Says that this executor is alive, how many slots it has, and why it takes no work when it does not. */
import { EXECUTOR_BEAT_MS } from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type {
  ExecutorRegistry,
  ExecutorSighting,
} from "../../ports/control-store.ts";
import type { Journal } from "../../ports/journal.ts";

export interface WordOfLife {
  /** One word at once. Never rejects. */
  say(): Promise<void>;
  /** One every so often, until `stop`. */
  run(stop: AbortSignal): Promise<void>;
  /** When all is said, this executor is seen no more. Never rejects. */
  end(): Promise<void>;
}

export function sayAlive(deps: {
  readonly id: string;
  readonly executors: Pick<ExecutorRegistry, "note" | "forget">;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly seen: (now: Date) => Omit<ExecutorSighting, "id" | "lastSeenAt">;
}): WordOfLife {
  const { id, executors, clock, journal } = deps;
  let last: Promise<void> = Promise.resolve();

  const note = async (): Promise<void> => {
    const lastSeenAt = clock.now();
    try {
      await executors.note({ id, lastSeenAt, ...deps.seen(lastSeenAt) });
    } catch (error) {
      journal.note({ event: "not-noted", level: "warn", error });
    }
  };

  /** One after the other, so that the last word is the one that stays. */
  const say = (): Promise<void> => {
    last = last.then(note);
    return last;
  };

  return {
    say,
    async run(stop) {
      while (!stop.aborted) {
        await say();
        await clock.sleep(EXECUTOR_BEAT_MS, stop);
      }
    },
    async end() {
      await last;
      await executors.forget(id).catch(() => undefined);
    },
  };
}
