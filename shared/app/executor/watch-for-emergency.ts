/**
 * Looks for the conditions under which the service stops itself. What one executor sights is counted
 * for all; what one of them finds working again is over for all.
 */
import {
  LONG_LIMIT_MS,
  MEMORY_EXHAUSTED,
  NO_SIGHTINGS,
  sighted,
  type StopCondition,
  type StopRules,
  stopsAt,
} from "../../domain/stop-conditions.ts";
import { later } from "../../domain/timing.ts";
import type { AccountLimitStore } from "../../ports/account-limit-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { MemoryGauge } from "../../ports/memory-gauge.ts";
import type {
  SightingsByCondition,
  StopStore,
} from "../../ports/stop-store.ts";
import { amendRow } from "../amend-row.ts";

export interface EmergencyDeps {
  readonly stop: Pick<StopStore, "sightings" | "replaceSightings">;
  readonly limits: Pick<AccountLimitStore, "read">;
  /** Asked each time: they may change. */
  readonly rules: () => StopRules;
  readonly memory: MemoryGauge;
  /** Ends every CLI that runs here, and resolves when none runs any more. */
  readonly endRuns: () => Promise<void>;
  /** Stops the service. */
  readonly raise: (reason: string) => Promise<void>;
  /** Called when `problem` may have changed. */
  readonly onChange: () => void;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** None of these rejects: a sighting that could not be written is journalled, and comes again. */
export interface EmergencyWatch {
  /** Why nothing may start here although no gate is closed; `undefined` when it may. */
  problem(): string | undefined;
  /** Looks every few seconds until `stop`. */
  run(stop: AbortSignal): Promise<void>;
  /** A queue was asked, and answered or did not. */
  queueAsked(hasAnswered: boolean): Promise<void>;
  sessionLost(): Promise<void>;
  /** A run of a task came to its answer: the login works. */
  runSucceeded(): Promise<void>;
  limitClosed(until: Date): Promise<void>;
}

const LOOK_MS = 5_000;
/** Sighted when they begin, and not again while they last: their time is looked for. */
const LASTING = ["session-lost", "long-limit"] as const;

export function watchForEmergency(deps: EmergencyDeps): EmergencyWatch {
  const { stop, rules, clock, journal } = deps;
  let known: SightingsByCondition = {};
  let isQueueFailing = false;
  let isMemoryShort = false;

  const write = async (
    decide: (seen: SightingsByCondition) => SightingsByCondition,
  ): Promise<void> => {
    const row = { read: stop.sightings, replace: stop.replaceSightings };
    const written = await amendRow(row, ({ value }) => {
      known = value;
      const next = decide(value);
      return next === value ? undefined : next;
    });
    known = written ?? known;
  };

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      journal.note({ event: "emergency-not-watched", level: "error", error });
    }
  };

  const isDue = (condition: StopCondition): boolean => {
    const at = stopsAt(rules()[condition], known[condition] ?? NO_SIGHTINGS);
    return at !== undefined && at <= clock.now();
  };

  const raiseIfDue = async (condition: StopCondition): Promise<void> => {
    if (!isDue(condition)) return;
    journal.note({ event: "emergency", level: "error", condition });
    await deps.raise(wordsOf(condition, rules()));
    // What led to this stop shall not raise the next one as soon as it is cleared.
    await write((seen) => without(seen, condition));
  };

  const sight = async (condition: StopCondition): Promise<void> => {
    const rule = rules()[condition];
    if (rule.action === "off") return;
    const now = clock.now();
    await write((seen) => ({
      ...seen,
      [condition]: sighted(rule, seen[condition] ?? NO_SIGHTINGS, now),
    }));
    journal.note({ event: "condition-sighted", level: "warn", condition });
    await raiseIfDue(condition);
  };

  const calm = async (condition: StopCondition): Promise<void> => {
    if (known[condition]) await write((seen) => without(seen, condition));
  };

  /** By its row, for a person may have opened it. */
  const isLimitOver = async (): Promise<boolean> => {
    const { closed } = (await deps.limits.read()).limit;
    return !closed || closed.until <= clock.now();
  };

  const lookAtLasting = async (): Promise<void> => {
    for (const each of LASTING) {
      const isOver =
        each === "long-limit" && isDue(each) && (await isLimitOver());
      await (isOver ? calm(each) : raiseIfDue(each));
    }
  };

  const isExhausted = async (): Promise<boolean> =>
    ((await deps.memory.usedShare()) ?? 0) > MEMORY_EXHAUSTED;

  /** Nothing starts until it is known that there is memory: what would start would be measured. */
  const lookAtMemory = async (): Promise<void> => {
    const wasShort = isMemoryShort;
    isMemoryShort = await isExhausted();
    if (isMemoryShort) {
      journal.note({ event: "memory-exhausted", level: "error" });
      await deps.endRuns();
      isMemoryShort = await isExhausted();
    }
    deps.onChange();
    if (isMemoryShort) await sight("memory-exhausted");
    else if (wasShort) await calm("memory-exhausted");
  };

  return {
    problem: () =>
      isMemoryShort
        ? `more than ${String(MEMORY_EXHAUSTED * 100)} % of its memory is in use`
        : undefined,
    async run(end) {
      while (!end.aborted) {
        await attempt(async () => {
          known = (await stop.sightings()).value;
          // Over for all; only who has just asked in vain knows that it lasts.
          if (!isQueueFailing) await calm("queue-unreachable");
          await lookAtLasting();
        });
        await attempt(lookAtMemory);
        await clock.sleep(LOOK_MS, end);
      }
    },
    async queueAsked(hasAnswered) {
      isQueueFailing = !hasAnswered;
      await attempt(() =>
        hasAnswered ? calm("queue-unreachable") : sight("queue-unreachable"),
      );
    },
    sessionLost: () => attempt(() => sight("session-lost")),
    runSucceeded: () => attempt(() => calm("session-lost")),
    limitClosed: (until) =>
      attempt(async () => {
        if (until >= later(clock.now(), LONG_LIMIT_MS))
          await sight("long-limit");
      }),
  };
}

function without(
  seen: SightingsByCondition,
  condition: StopCondition,
): SightingsByCondition {
  if (!seen[condition]) return seen;
  const { [condition]: _, ...rest } = seen;
  return rest;
}

function wordsOf(condition: StopCondition, rules: StopRules): string {
  const { threshold, windowMs, delayMs } = rules[condition];
  switch (condition) {
    case "memory-exhausted":
      return `memory-exhausted: more than ${String(MEMORY_EXHAUSTED * 100)} % of an executor's memory is in use, after its CLIs were ended`;
    case "queue-unreachable":
      return `queue-unreachable: SQS did not answer ${String(threshold)} times, nor for ${String(delayMs / 1_000)} s after that`;
    case "session-lost":
      return `session-lost: the login was lost ${String(threshold)} times within ${String(windowMs / 60_000)} minutes, with no success between`;
    case "long-limit":
      return `long-limit: the account's limit lasts longer than ${String(LONG_LIMIT_MS / 60_000)} minutes`;
  }
}
