/**
 * Walks through every state of the choice that can be reached, by everything that the queues can
 * do: so what is promised "whatever comes and goes" is not sampled here, but known.
 */
import { describe, expect, it } from "vitest";
import {
  type ChoiceState,
  INITIAL_CHOICE,
  next,
  STARVATION_BOUND,
  took,
  WEIGHTS,
} from "../../../shared/domain/choice.ts";
import { QUEUE_CLASSES, type QueueClass } from "../../../shared/domain/task.ts";

const SHARED = ["high", "normal", "scheduled", "low"] as const;

type SharedClass = (typeof SHARED)[number];

/** What may be true of each class at one selection. One that is not asked may have work, or none. */
const SITUATIONS = ["has work", "has none", "is not asked"] as const;
type Moment = ReadonlyMap<QueueClass, (typeof SITUATIONS)[number]>;

interface Move {
  readonly moment: Moment;
  readonly chosen: QueueClass | undefined;
  readonly to: string;
}

const everyMoment = QUEUE_CLASSES.reduce<readonly Moment[]>(
  (moments, each) =>
    moments.flatMap((moment) =>
      SITUATIONS.map((situation) => new Map([...moment, [each, situation]])),
    ),
  [new Map()],
);

const nameOf = (state: ChoiceState) => JSON.stringify(state);
const stateOf = (name: string) => JSON.parse(name) as ChoiceState;

function moveFrom(name: string, moment: Moment): Move {
  const state = stateOf(name);
  const mayHaveWork = new Set(
    QUEUE_CLASSES.filter((each) => moment.get(each) !== "is not asked"),
  );
  while (true) {
    const chosen = next(state, mayHaveWork);
    if (chosen === undefined) return { moment, chosen, to: name };
    if (moment.get(chosen) === "has work")
      return { moment, chosen, to: nameOf(took(state, chosen, mayHaveWork)) };
    mayHaveWork.delete(chosen);
  }
}

function everyMove(): ReadonlyMap<string, readonly Move[]> {
  const moves = new Map<string, readonly Move[]>();
  const found = [nameOf(INITIAL_CHOICE)];
  for (const name of found) {
    if (moves.has(name)) continue;
    const from = everyMoment.map((moment) => moveFrom(name, moment));
    moves.set(name, from);
    found.push(...from.map(({ to }) => to));
  }
  return moves;
}

const MOVES = everyMove();

/** The longest that `patient` can be made to wait from a state while it has work and is asked. */
function longestWait(patient: QueueClass): number {
  const known = new Map<string, number>();
  const onTheWay = new Set<string>();
  const waitFrom = (name: string): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    // Whoever can come back here can go round for ever.
    if (onTheWay.has(name)) return Infinity;
    onTheWay.add(name);
    const ways = (MOVES.get(name) ?? []).filter(
      ({ moment }) => moment.get(patient) === "has work",
    );
    const waits = new Set(
      ways.map(({ chosen, to }) => (chosen === patient ? "" : to)),
    );
    const wait =
      1 + Math.max(...[...waits].map((to) => (to === "" ? 0 : waitFrom(to))));
    onTheWay.delete(name);
    known.set(name, wait);
    return wait;
  };
  return Math.max(...[...MOVES.keys()].map(waitFrom));
}

/** Every combination of two classes or more. */
const combinations = SHARED.reduce<readonly (readonly SharedClass[])[]>(
  (all, each) => [...all, ...all.map((some) => [...some, each])],
  [[]],
).filter((some) => some.length > 1);

/** How far from its share a class ever is, in selections, over windows of up to two rounds from any turn. */
function furthestFromShare(classes: readonly SharedClass[]): number {
  const total = classes.reduce((sum, each) => sum + WEIGHTS[each], 0);
  const mayHaveWork = new Set<QueueClass>(classes);
  let furthest = 0;
  for (let turn = 0; turn < 15; turn += 1) {
    let state: ChoiceState = { urgentInARow: 0, turn };
    const served = { high: 0, normal: 0, scheduled: 0, low: 0, urgent: 0 };
    for (let length = 1; length <= 30; length += 1) {
      const chosen = next(state, mayHaveWork) ?? "urgent";
      state = took(state, chosen, mayHaveWork);
      served[chosen] += 1;
      for (const each of classes) {
        const share = (length * WEIGHTS[each]) / total;
        furthest = Math.max(furthest, Math.abs(served[each] - share));
      }
    }
  }
  return furthest;
}

describe("in every state that can be reached", () => {
  it("there is a turn, and a number of urgent ones before", () => {
    expect(MOVES.size).toBe(15 * 17);
  });

  it.each([
    ["urgent", 2],
    ["high", 2 * 17],
    ["normal", 4 * 17],
    ["scheduled", 8 * 17],
    ["low", STARVATION_BOUND],
  ] as const)("%s waits for %i selections at the most", (patient, bound) => {
    expect(longestWait(patient)).toBe(bound);
  });

  it("the shares hold to within one selection over any window in which all four have work", () => {
    expect(furthestFromShare(SHARED)).toBeLessThan(1);
  });

  it.each(
    combinations.map((classes) => [classes.join(" + "), classes] as const),
  )(
    "the shares hold to within 1.1 selections over any window in which only %s have work",
    (_, classes) => {
      expect(furthestFromShare(classes)).toBeLessThan(1.1);
    },
  );
});
