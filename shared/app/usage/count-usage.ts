/**
 * Counts what this process saw: in memory at once, and in one row for each minute, put whole, at
 * most once a second while it changes. A process that is killed takes at most its last second with it.
 */
import type { Task } from "../../domain/task.ts";
import {
  type EndedRun,
  usageOfEnd,
  usageOfRun,
} from "../../domain/usage-events.ts";
import { later } from "../../domain/timing.ts";
import { capUsage } from "../../domain/usage-cap.ts";
import { ceilTo, floorTo, PERIOD_MS } from "../../domain/usage-period.ts";
import type { ServiceLooks } from "../../domain/service-looks.ts";
import { addUsage, NO_USAGE, type Usage } from "../../domain/usage.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { UsageStore } from "../../ports/usage-store.ts";

export interface UsageCounter {
  /** A run of the CLI is over, whatever became of its task. */
  ran(run: EndedRun): void;
  /** A task is finished, as it is now. */
  ended(task: Task): void;
  /** Somebody has looked whether work can be done. */
  looked(service: ServiceLooks): void;
  /** Writes what changed since it was written. Never rejects: what could not be written is kept for the next time. */
  put(): Promise<void>;
  /** Puts what changes until `stop`, and once more then. */
  keepPutting(stop: AbortSignal): Promise<void>;
}

export interface CountDeps {
  readonly usageStore: Pick<UsageStore, "putMinute" | "markLate">;
  /** This process, from its start to its end, and no other. */
  readonly writer: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly newId: () => string;
}

const PUT_EVERY_MS = 1_000;
/** A minute that is written later than this after its hour may be missing in the hour's row. */
const LATE_AFTER_MS = PERIOD_MS.minute;
/** The clock is corrected now and then: one that is set back shall find its minute as it left it. */
const FORGET_AFTER_MS = 3 * PERIOD_MS.minute;
/** What cannot be written for so many minutes with something in them is given up, the oldest first. */
const MOST_MINUTES = 120;

interface Minute {
  readonly at: Date;
  usage: Usage;
  /** How often it was added to: also the version of what is written. */
  version: number;
  written: number;
}

export function countUsage(deps: CountDeps): UsageCounter {
  const { usageStore, clock, journal } = deps;
  const minutes = new Map<number, Minute>();
  let putting: Promise<void> | undefined;

  const add = (usage: Usage): void => {
    const at = floorTo("minute", clock.now());
    const key = at.getTime();
    const minute = minutes.get(key) ?? {
      at,
      usage: NO_USAGE,
      version: 0,
      written: 0,
    };
    minute.usage = addUsage(minute.usage, usage);
    minute.version += 1;
    minutes.set(key, minute);
    forgetTheOldest();
  };

  const forgetTheOldest = (): void => {
    const [oldest] = minutes.keys();
    if (minutes.size <= MOST_MINUTES || oldest === undefined) return;
    minutes.delete(oldest);
    journal.note({ event: "usage-given-up", level: "error", at: oldest });
  };

  const markIfLate = async ({ at }: Minute): Promise<void> => {
    const hourEnds = ceilTo("hour", later(at, 1));
    if (clock.now() > later(hourEnds, LATE_AFTER_MS))
      await usageStore.markLate({ at, id: deps.newId() });
  };

  const putMinute = async (minute: Minute): Promise<void> => {
    const { at, usage, version } = minute;
    await usageStore.putMinute({
      at,
      writer: deps.writer,
      version,
      usage: capUsage(usage),
    });
    // After the write: whoever makes the hour anew for the mark's sake shall find it.
    await markIfLate(minute);
    minute.written = version;
  };

  const putAll = async (): Promise<void> => {
    for (const [key, minute] of minutes) {
      if (minute.version > minute.written) await putMinute(minute);
      const isOver = minute.at < later(clock.now(), -FORGET_AFTER_MS);
      if (isOver && minute.version === minute.written) minutes.delete(key);
    }
  };

  /** One at a time. */
  const put = async (): Promise<void> => {
    await putting;
    // Somebody who waited as well may have begun.
    putting ??= putAll()
      .catch((error: unknown) => {
        journal.note({ event: "usage-not-written", level: "warn", error });
      })
      .finally(() => {
        putting = undefined;
      });
    await putting;
  };

  return {
    ran: (run) => {
      add(usageOfRun(run));
    },
    ended: (task) => {
      add(usageOfEnd(task));
    },
    looked: (service) => {
      add({ ...NO_USAGE, service });
    },
    put,
    async keepPutting(stop) {
      while (!stop.aborted) {
        await put();
        await clock.sleep(PUT_EVERY_MS, stop);
      }
      await put();
    },
  };
}
