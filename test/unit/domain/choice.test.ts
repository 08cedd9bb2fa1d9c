import {
  assert,
  constantFrom,
  property,
  subarray,
  array,
  record,
} from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ChoiceState,
  INITIAL_CHOICE,
  MAX_URGENT_IN_A_ROW,
  next,
  STARVATION_BOUND,
  took,
} from "../../../shared/domain/choice.ts";
import { QUEUE_CLASSES, type QueueClass } from "../../../shared/domain/task.ts";

/** Which classes have work at one selection, and which of the others are known to have none. */
interface Moment {
  readonly work: readonly QueueClass[];
  readonly knownEmpty: readonly QueueClass[];
}

interface Selection {
  readonly state: ChoiceState;
  readonly chosen: QueueClass | undefined;
  readonly asked: readonly QueueClass[];
}

/** Asks one class after another, as whoever fills a slot does. */
function select(state: ChoiceState, { work, knownEmpty }: Moment): Selection {
  const mayHaveWork = new Set(
    QUEUE_CLASSES.filter(
      (each) => work.includes(each) || !knownEmpty.includes(each),
    ),
  );
  const asked: QueueClass[] = [];
  while (true) {
    const chosen = next(state, mayHaveWork);
    if (chosen === undefined) return { state, chosen, asked };
    asked.push(chosen);
    if (work.includes(chosen))
      return { state: took(state, chosen, mayHaveWork), chosen, asked };
    mayHaveWork.delete(chosen);
  }
}

function selections(moments: readonly Moment[]): readonly Selection[] {
  let state = INITIAL_CHOICE;
  return moments.map((moment) => {
    const selection = select(state, moment);
    ({ state } = selection);
    return selection;
  });
}

const always = (work: readonly QueueClass[], times: number): Moment[] =>
  Array.from({ length: times }, () => ({ work, knownEmpty: [] }));
const chosenOf = (moments: readonly Moment[]) =>
  selections(moments).map(({ chosen }) => chosen);

const SHARED = ["high", "normal", "scheduled", "low"] as const;
const anyMoment = record({
  work: subarray([...QUEUE_CLASSES]),
  knownEmpty: subarray([...QUEUE_CLASSES]),
});

describe("the choice", () => {
  it("asks urgent first, then by share", () => {
    const [nothing] = selections([{ work: [], knownEmpty: [] }]);
    expect(nothing?.asked).toEqual(QUEUE_CLASSES);
  });

  it("asks nobody who is known to have nothing", () => {
    const knownEmpty = ["urgent", "normal"] as const;
    const [nothing] = selections([{ work: [], knownEmpty }]);
    expect(nothing?.asked).toEqual(["high", "scheduled", "low"]);
  });

  it("serves 8 : 4 : 2 : 1 in the smoothest order", () => {
    expect(
      chosenOf(always(SHARED, 15))
        .map((each) => each?.[0])
        .join(""),
    ).toBe("hnhshnhlhnhshnh");
  });

  it("lets 16 urgent go, then one other, while others have work", () => {
    const all = chosenOf(always(["urgent", "low"], 51));
    const round = [...Array<QueueClass>(16).fill("urgent"), "low"];
    expect(all).toEqual([...round, ...round, ...round]);
  });

  it("serves urgent alone for as long as nobody else has work", () => {
    const alone = selections(always(["urgent"], 100));
    expect(alone.every(({ chosen }) => chosen === "urgent")).toBe(true);
    const asked = alone.reduce((sum, each) => sum + each.asked.length, 0);
    // The others are looked at after each 16 urgent, and not before each one.
    expect(asked).toBe(100 + 4 * Math.floor(100 / (MAX_URGENT_IN_A_ROW + 1)));
  });

  it("never lets more than 16 urgent go while another may have work", () => {
    assert(
      property(array(anyMoment, { maxLength: 200 }), (moments) => {
        const urgentsTurn = moments.map(({ work }) => ({
          work: [...new Set<QueueClass>([...work, "urgent", "low"])],
          knownEmpty: [],
        }));
        const all = chosenOf(urgentsTurn);
        for (let from = 0; from + MAX_URGENT_IN_A_ROW < all.length; from += 1)
          expect(
            all
              .slice(from, from + MAX_URGENT_IN_A_ROW + 1)
              .some((each) => each !== "urgent"),
          ).toBe(true);
      }),
    );
  });

  it("never idles while a class has work, and never serves one that has none", () => {
    assert(
      property(array(anyMoment, { maxLength: 100 }), (moments) => {
        for (const [index, { chosen }] of selections(moments).entries())
          if (chosen === undefined) expect(moments[index]?.work).toEqual([]);
          else expect(moments[index]?.work).toContain(chosen);
      }),
    );
  });

  it("gives a class that comes back no claim to a burst", () => {
    const without = always(["normal", "scheduled", "low"], 50);
    const all = chosenOf([...without, ...always(["high", "normal"], 3)]);
    expect(all.slice(50).filter((each) => each === "high")).toHaveLength(2);
  });

  it("serves every class that has work within the bound, whatever comes and goes", () => {
    assert(
      property(
        constantFrom(...QUEUE_CLASSES),
        array(anyMoment, { maxLength: 60 }),
        array(anyMoment, {
          minLength: STARVATION_BOUND,
          maxLength: STARVATION_BOUND,
        }),
        (patient, history, future) => {
          const withPatient = future.map(({ work, knownEmpty }) => ({
            work: [...new Set([...work, patient])],
            knownEmpty,
          }));
          const all = chosenOf([...history, ...withPatient]);
          expect(all.slice(history.length)).toContain(patient);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("lets the lowest class wait as long as the bound says at the worst, and no longer", () => {
    const all = chosenOf([
      ...always(["low"], 1),
      ...always(QUEUE_CLASSES, STARVATION_BOUND),
    ]);
    expect(all.indexOf("low")).toBe(0);
    expect(all.indexOf("low", 1)).toBe(STARVATION_BOUND);
  });
});
