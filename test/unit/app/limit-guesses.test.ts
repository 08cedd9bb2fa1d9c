import { describe, expect, it } from "vitest";
import { limitGuesses } from "../../../shared/app/limit-guesses.ts";
import { manualClock } from "../../fakes/memory-clock.ts";

function aLimit() {
  const clock = manualClock();
  const limit = limitGuesses(clock);
  const guess = (source: string, times: number): void => {
    for (let time = 0; time < times; time += 1) limit.count(source);
  };
  return { clock, guess, waitMs: limit.waitMs };
}

describe("a source that guesses", () => {
  it("may do so twenty times, and then waits for the rest of the minute", async () => {
    const { clock, guess, waitMs } = aLimit();
    guess("one", 1);
    await clock.advance(20_000);
    guess("one", 18);
    expect(waitMs("one")).toBe(0);
    guess("one", 1);
    expect(waitMs("one")).toBe(40_000);
    await clock.advance(39_999);
    expect(waitMs("one")).toBe(1);
    await clock.advance(1);
    expect(waitMs("one")).toBe(0);
  });

  it("has twenty again when the minute is over, and waits no longer for more", async () => {
    const { clock, guess, waitMs } = aLimit();
    guess("one", 500);
    await clock.advance(60_000);
    guess("one", 19);
    expect(waitMs("one")).toBe(0);
    guess("one", 1);
    expect(waitMs("one")).toBe(60_000);
  });

  it("holds up no other", () => {
    const { guess, waitMs } = aLimit();
    guess("one", 20);
    expect(waitMs("other")).toBe(0);
    guess("other", 19);
    expect(waitMs("other")).toBe(0);
  });
});

describe("ten thousand sources", () => {
  it("are held in mind, and the oldest goes for one more", async () => {
    const { clock, guess, waitMs } = aLimit();
    guess("first", 20);
    await clock.advance(1);
    guess("second", 20);
    for (let each = 3; each <= 10_000; each += 1) guess(`source ${each}`, 1);
    expect(waitMs("first")).toBeGreaterThan(0);
    guess("another", 1);
    expect(waitMs("first")).toBe(0);
    expect(waitMs("second")).toBeGreaterThan(0);
  });

  it("make room for others by themselves when their minute is over", async () => {
    const { clock, guess, waitMs } = aLimit();
    for (let each = 1; each <= 10_000; each += 1) guess(`source ${each}`, 20);
    await clock.advance(60_000);
    for (let each = 1; each <= 10_000; each += 1) guess(`other ${each}`, 20);
    expect(waitMs("other 1")).toBe(60_000);
    expect(waitMs("other 10000")).toBe(60_000);
  });
});
