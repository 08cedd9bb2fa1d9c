/**
 * Which class is served next: `urgent` first, then shares of 8 : 4 : 2 : 1 by smooth weighted
 * round robin; after 16 urgent in a row one other goes. Pure: same state, same choice.
 *
 * The caller does not know which queues hold work before it asks. So `next` names whom to ask; who
 * turns out to have nothing is left out when it is called again; and `took` makes the selection.
 *
 * The round is written out, and a class without work is passed over in it. So nobody is owed
 * anything, whatever came and went before: over every window of shared selections in which all four
 * have work, the shares hold to within one selection; in which the same two or three have, to
 * within 1.1.
 */
import { QUEUE_CLASSES, type QueueClass } from "./task.ts";

type SharedClass = Exclude<QueueClass, "urgent">;

/** The seed's "high has twice the chance of normal", carried on. */
export const WEIGHTS: Readonly<Record<SharedClass, number>> = {
  high: 8,
  normal: 4,
  scheduled: 2,
  low: 1,
};
export const MAX_URGENT_IN_A_ROW = 16;

const SHARED = QUEUE_CLASSES.filter((each) => each !== "urgent");

/** Each class as often as its weight says, as evenly as can be. */
const ROUND = smoothRound();

/**
 * While a class may have work and its queue answers, it is served at the latest at this many
 * selections from now, whatever the others do: each shared selection moves on by one turn at
 * least, and before each go at most `MAX_URGENT_IN_A_ROW` urgent ones.
 */
export const STARVATION_BOUND =
  Math.max(...SHARED.map(longestWait)) * (MAX_URGENT_IN_A_ROW + 1);

export interface ChoiceState {
  /** Urgent selections since another class went, or none had work. */
  readonly urgentInARow: number;
  /** Where in the round the next shared selection begins to look. */
  readonly turn: number;
}

export const INITIAL_CHOICE: ChoiceState = { urgentInARow: 0, turn: 0 };

/** The class to ask first, of those that may have work; `undefined` when none may. */
export function next(
  { urgentInARow, turn }: ChoiceState,
  mayHaveWork: ReadonlySet<QueueClass>,
): QueueClass | undefined {
  const shared = roundFrom(turn).find((each) => mayHaveWork.has(each));
  const urgentsTurn =
    urgentInARow < MAX_URGENT_IN_A_ROW || shared === undefined;
  return mayHaveWork.has("urgent") && urgentsTurn ? "urgent" : shared;
}

/** A task of `chosen`, which `next` named, was started, while `mayHaveWork` were not known to be empty. */
export function took(
  { urgentInARow, turn }: ChoiceState,
  chosen: QueueClass,
  mayHaveWork: ReadonlySet<QueueClass>,
): ChoiceState {
  if (chosen === "urgent") {
    const isShared = SHARED.some((each) => mayHaveWork.has(each));
    return { urgentInARow: isShared ? urgentInARow + 1 : 0, turn };
  }
  const passed = roundFrom(turn).indexOf(chosen) + 1;
  return { urgentInARow: 0, turn: (turn + passed) % ROUND.length };
}

function roundFrom(turn: number): readonly SharedClass[] {
  return [...ROUND.slice(turn), ...ROUND.slice(0, turn)];
}

/** The most shared selections until it is the turn of `patient`, from any turn. */
function longestWait(patient: SharedClass): number {
  return Math.max(
    ...ROUND.map((_, turn) => roundFrom(turn).indexOf(patient) + 1),
  );
}

/**
 * Smooth weighted round robin: all are credited with their weight, and the richest goes and pays.
 * https://github.com/nginx/nginx/commit/52327e0627f49dbda1e8db695e63a4b0af4448b1
 */
function smoothRound(): readonly SharedClass[] {
  const total = SHARED.reduce((sum, each) => sum + WEIGHTS[each], 0);
  const credit = { high: 0, normal: 0, scheduled: 0, low: 0 };
  return Array.from({ length: total }, () => {
    for (const each of SHARED) credit[each] += WEIGHTS[each];
    const richest = SHARED.reduce((best, each) =>
      credit[each] > credit[best] ? each : best,
    );
    credit[richest] -= total;
    return richest;
  });
}
