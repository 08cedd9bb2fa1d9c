/**
 * Which class is served next: `urgent` first, then shares of 8 : 4 : 2 : 1 by smooth weighted
 * round robin; after 16 urgent in a row one other goes. Pure: same state, same choice.
 *
 * The caller does not know which queues hold work before it asks. So `next` names whom to ask, and
 * the answers come back: `foundEmpty` (ask the next) or `took` (the selection is made).
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

/**
 * The most shared selections until `low` comes round, whatever the others do meanwhile: found by
 * walking through every state that can be reached. It is 15 while all four have work all the time;
 * classes that come and go at the worst moments make it longer.
 */
const LONGEST_SHARED_WAIT = 27;

/**
 * While a class has work, it is served at the latest at this many selections from now: before each
 * shared selection go at most `MAX_URGENT_IN_A_ROW` urgent ones.
 */
export const STARVATION_BOUND = LONGEST_SHARED_WAIT * (MAX_URGENT_IN_A_ROW + 1);

export interface ChoiceState {
  /** Urgent selections since another class went, or was found to have nothing. */
  readonly urgentInARow: number;
  /** What each class is owed, in weights; the largest goes next. */
  readonly credit: Readonly<Record<SharedClass, number>>;
}

export const INITIAL_CHOICE: ChoiceState = {
  urgentInARow: 0,
  credit: { high: 0, normal: 0, scheduled: 0, low: 0 },
};

/** The class to ask first, of those that may have work; `undefined` when none may. */
export function next(
  state: ChoiceState,
  mayHaveWork: ReadonlySet<QueueClass>,
): QueueClass | undefined {
  const shared = richest(state, mayHaveWork);
  const urgentsTurn =
    state.urgentInARow < MAX_URGENT_IN_A_ROW || shared === undefined;
  return mayHaveWork.has("urgent") && urgentsTurn ? "urgent" : shared;
}

/** A task of `chosen` was started, while `mayHaveWork` were not known to be empty. */
export function took(
  state: ChoiceState,
  chosen: QueueClass,
  mayHaveWork: ReadonlySet<QueueClass>,
): ChoiceState {
  const sharing = SHARED.filter((each) => mayHaveWork.has(each));
  if (chosen === "urgent") {
    const urgentInARow = sharing.length > 0 ? state.urgentInARow + 1 : 0;
    return { ...state, urgentInARow };
  }
  const credit = { ...state.credit };
  let total = 0;
  for (const each of sharing) {
    credit[each] += WEIGHTS[each];
    total += WEIGHTS[each];
  }
  credit[chosen] -= total;
  return { urgentInARow: 0, credit };
}

/**
 * An empty class keeps no credit: it must not come back with a claim to a burst. It keeps its
 * debt: forgiven, it would be paid by those that waited.
 */
export function foundEmpty(state: ChoiceState, empty: QueueClass): ChoiceState {
  if (empty === "urgent") return { ...state, urgentInARow: 0 };
  const kept = Math.min(0, state.credit[empty]);
  return { ...state, credit: { ...state.credit, [empty]: kept } };
}

function richest(
  state: ChoiceState,
  mayHaveWork: ReadonlySet<QueueClass>,
): SharedClass | undefined {
  let best: SharedClass | undefined;
  for (const each of SHARED) {
    if (!mayHaveWork.has(each)) continue;
    if (best === undefined || owed(state, each) > owed(state, best))
      best = each;
  }
  return best;
}

const owed = (state: ChoiceState, each: SharedClass): number =>
  state.credit[each] + WEIGHTS[each];
