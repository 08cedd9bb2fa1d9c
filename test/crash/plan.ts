/**
 * What happens in a crash test, decided by the seed alone before it begins. What the processes make
 * of it depends on the moment: the same seed strikes at the same times, not at the same instructions.
 */
import { PRIORITIES, type Priority } from "../../shared/domain/task.ts";
import { LEASE_MS } from "../../shared/domain/timing.ts";
import { type Chance, chanceOf } from "./chance.ts";

export interface PlanOptions {
  readonly seed: number;
  /** How many times something is ended by SIGKILL. */
  readonly kills: number;
  readonly tasks: number;
  readonly executors: number;
}

export interface Plan extends PlanOptions {
  readonly beats: readonly Beat[];
}

/** What lies between two kills, and the kill at its end. */
export interface Beat {
  readonly lengthMs: number;
  readonly requests: readonly PlannedTask[];
  readonly kill: Kill;
  /** Begins with the beat, and lasts longer than a lease. */
  readonly pause?: Pause;
}

/** An executor by its number. */
export type Part = "emulators" | "api" | number;

export interface Kill {
  readonly victim: Part | "everything";
  /** From its death until it is started again. */
  readonly backAfterMs: number;
}

/** SIGSTOP, and SIGCONT so much later. */
export interface Pause {
  readonly victim: Part;
  readonly forMs: number;
}

export interface PlannedTask {
  /** Names it before it has an id: in its prompt, its metadata and its answer. */
  readonly marker: string;
  /** From the beginning of its beat. */
  readonly atMs: number;
  readonly priority: Priority;
  /** With an idempotency key, so that a request that died may be repeated. */
  readonly isKeyed: boolean;
  readonly executeInMs?: number;
  readonly cancelAfterMs?: number;
  /** How long its CLI takes. */
  readonly sleepMs: number;
  /** Each of its runs fails, until its attempts are used up. */
  readonly fails: boolean;
  /** Long texts lie beside the row, in chunks of their own. */
  readonly paddingBytes: number;
}

/** Every so many kills somebody is suspended. */
const PAUSE_EVERY = 10;
/** Every so many pauses it is not an executor. */
const OTHER_PAUSE_EVERY = 4;

export function planOf(options: PlanOptions): Plan {
  const chance = chanceOf(options.seed);
  const { kills, tasks, seed } = options;
  const beats = Array.from({ length: kills }, (_, index): Beat => {
    const lengthMs = chance.between(600, 3_500);
    const first = Math.floor((tasks * index) / kills);
    const end = Math.floor((tasks * (index + 1)) / kills);
    const isBatchCancelled = chance.percent(25);
    const requests = Array.from({ length: end - first }, (_task, position) =>
      taskOf(chance, `${seed}-${first + position}`, lengthMs, isBatchCancelled),
    );
    const pause = pauseOf(chance, index, options);
    const kill = killOf(chance, options);
    return { lengthMs, requests, kill, ...(pause && { pause }) };
  });
  return { ...options, beats };
}

function killOf(chance: Chance, { executors }: PlanOptions): Kill {
  const executor = chance.between(0, executors - 1);
  return {
    victim: chance.oneOf<Kill["victim"]>([
      [50, executor],
      [22, "api"],
      [22, "emulators"],
      [6, "everything"],
    ]),
    backAfterMs: chance.between(0, 1_500),
  };
}

function pauseOf(
  chance: Chance,
  index: number,
  { executors }: PlanOptions,
): Pause | undefined {
  const isOther = Math.floor(index / PAUSE_EVERY) % OTHER_PAUSE_EVERY === 3;
  const executor = chance.between(0, executors - 1);
  const other = chance.oneOf<Part>([
    [1, "emulators"],
    [2, "api"],
  ]);
  const forMs = LEASE_MS + chance.between(1_000, 6_000);
  return index % PAUSE_EVERY === 1
    ? { victim: isOther ? other : executor, forMs }
    : undefined;
}

function taskOf(
  chance: Chance,
  marker: string,
  withinMs: number,
  isBatchCancelled: boolean,
): PlannedTask {
  const priority = chance.oneOf(PRIORITIES.map((each) => [1, each] as const));
  const isScheduled = chance.percent(20);
  const isCancelled = chance.percent(isBatchCancelled ? 60 : 3);
  return {
    marker,
    priority,
    atMs: chance.between(0, withinMs),
    isKeyed: chance.percent(90),
    sleepMs: chance.oneOf([
      [50, chance.between(0, 200)],
      [35, chance.between(200, 2_000)],
      [15, chance.between(2_000, 6_000)],
    ]),
    fails: chance.percent(4),
    paddingBytes: chance.percent(8) ? chance.between(2_000, 40_000) : 0,
    ...(isScheduled && { executeInMs: chance.between(8_000, 20_000) }),
    ...(isCancelled && { cancelAfterMs: chance.between(0, 4_000) }),
  };
}
