/**
 * Takes no more work once an executor of another version was started and works: a deployment waits
 * for whoever is protected while something runs, and under load something always would.
 */
import { successorOf } from "../../domain/successor.ts";
import {
  EXECUTOR_BEAT_MS,
  EXECUTOR_SEEN_MS,
  later,
} from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExecutorRegistry } from "../../ports/control-store.ts";
import type { Journal } from "../../ports/journal.ts";

export interface GiveWay {
  readonly startedAt: Date;
  /** To whom it gives way; `undefined` while to nobody. */
  problem(): string | undefined;
  /** Looks around every so often, until `stop`. Never rejects. */
  run(stop: AbortSignal): Promise<void>;
}

export function giveWay(deps: {
  readonly version: string;
  readonly executors: Pick<ExecutorRegistry, "seenSince">;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly onChange: () => void;
}): GiveWay {
  const { version, executors, clock, journal } = deps;
  const own = { version, startedAt: clock.now() };
  let successor: string | undefined;

  /** Whoever is gone, or works no more, has no successor's rights any longer. */
  const look = async (): Promise<void> => {
    const since = later(clock.now(), -EXECUTOR_SEEN_MS);
    const found = successorOf(own, await executors.seenSince(since));
    if (found?.version === successor) return;
    successor = found?.version;
    journal.note(
      found
        ? { event: "gives-way", to: found.id, version: found.version }
        : { event: "works-again" },
    );
    deps.onChange();
  };

  return {
    startedAt: own.startedAt,
    problem: () =>
      successor === undefined
        ? undefined
        : `an executor of version ${successor} has taken over`,
    async run(stop) {
      while (!stop.aborted) {
        await look().catch((error: unknown) => {
          journal.note({ event: "not-looked", level: "warn", error });
        });
        await clock.sleep(EXECUTOR_BEAT_MS, stop);
      }
    },
  };
}
