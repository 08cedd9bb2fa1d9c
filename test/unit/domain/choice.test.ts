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
  foundEmpty,
  INITIAL_CHOICE,
  MAX_URGENT_IN_A_ROW,
  next,
  STARVATION_BOUND,
  took,
  WEIGHTS,
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
function select(before: ChoiceState, { work, knownEmpty }: Moment): Selection {
  const mayHaveWork = new Set(
    QUEUE_CLASSES.filter(
      (each) => work.includes(each) || !knownEmpty.includes(each),
    ),
  );
  const asked: QueueClass[] = [];
  let state = before;
  while (true) {
    const chosen = next(state, mayHaveWork);
    if (chosen === undefined) return { state, chosen, asked };
    asked.push(chosen);
    if (work.includes(chosen))
      return { state: took(state, chosen, mayHaveWork), chosen, asked };
    state = foundEmpty(state, chosen);
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

  it("keeps the shares within one selection, in every window", () => {
    const all = chosenOf(always(SHARED, 60));
    for (let from = 0; from < 15; from += 1)
      for (let to = from + 1; to <= all.length; to += 1)
        for (const each of SHARED) {
          const served = all.slice(from, to).filter((one) => one === each);
          const share = ((to - from) * WEIGHTS[each]) / 15;
          expect(Math.abs(served.length - share)).toBeLessThan(1);
        }
  });

  it("keeps the shares within two selections after any history", () => {
    assert(
      property(array(anyMoment, { maxLength: 80 }), (history) => {
        const moments = [...history, ...always(SHARED, 30)];
        const all = chosenOf(moments).slice(history.length);
        for (let length = 1; length <= all.length; length += 1)
          for (const each of SHARED) {
            const served = all.slice(0, length).filter((one) => one === each);
            const share = (length * WEIGHTS[each]) / 15;
            expect(Math.abs(served.length - share)).toBeLessThan(2);
          }
      }),
    );
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
    const shared = [...BEFORE_THE_WORST, ...THE_WORST].map(momentOf);
    const quiet = chosenOf(shared).slice(BEFORE_THE_WORST.length);
    expect(quiet.indexOf("low")).toBe(27 - 1);
    // With urgent work all the time, sixteen of it go before each of them.
    const busy = shared.flatMap((moment, index) => {
      const isPrelude = index < BEFORE_THE_WORST.length;
      const urgent = { ...moment, work: [...moment.work, "urgent" as const] };
      return isPrelude ? [moment] : Array<Moment>(17).fill(urgent);
    });
    const all = chosenOf(busy).slice(BEFORE_THE_WORST.length);
    expect(all.indexOf("low")).toBe(STARVATION_BOUND - 1);
  });
});

/**
 * The longest wait of `low` that can be brought about: each moment is who has work, then who is
 * known to have none, by first letters. Found by a walk through every state that can be reached.
 */
const BEFORE_THE_WORST = (
  "h n h s/hn l/s h n/l h h/s h/ns h/ns l/ns n/sl h/nl /s h/s h/s h/s h/s h/s n/hs l/s h/s h/ns h/ns " +
  "h/ns h/ns h/ns l/ns s/l"
).split(" ");
const THE_WORST = (
  "nl/h hl/s sl/n hl hl/n hl/n hl/n hl/n sl/hn sl/hn sl/hn sl/hn sl/n hl/ns hl/ns hl/ns hl/ns " +
  "nl/s hl/ns hl/ns hl/ns nl hl/ns hl/ns hl/ns hl l"
).split(" ");

function momentOf(text: string): Moment {
  const [work = "", knownEmpty = ""] = text.split("/");
  const classes = (letters: string) =>
    SHARED.filter((each) => letters.includes(each.charAt(0)));
  return { work: classes(work), knownEmpty: classes(knownEmpty) };
}
