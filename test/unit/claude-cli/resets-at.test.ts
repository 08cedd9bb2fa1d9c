import { describe, expect, it } from "vitest";
import { readResetsAt } from "../../../shared/adapters/claude-cli/resets-at.ts";

const NOW = new Date("2026-11-22T08:00:00Z");
const IN_AN_HOUR = new Date("2026-11-22T09:00:00Z");

describe("the time at which a limit ends", () => {
  it.each([
    ["seconds", IN_AN_HOUR.getTime() / 1000],
    ["milliseconds", IN_AN_HOUR.getTime()],
    ["seconds as text", String(IN_AN_HOUR.getTime() / 1000)],
  ])("is read from %s", (_, value) => {
    expect(readResetsAt(value, NOW)).toEqual(IN_AN_HOUR);
  });

  it.each([
    ["is past", NOW.getTime() / 1000 - 1],
    ["is this very moment", NOW.getTime() / 1000],
    ["is more than 8 days ahead", NOW.getTime() / 1000 + 8 * 86_400 + 1],
    ["is zero", 0],
    ["is no number", "soon"],
    ["is not finite", Number.POSITIVE_INFINITY],
    ["is not there", undefined],
  ])("is dropped when it %s", (_, value) => {
    expect(readResetsAt(value, NOW)).toBeUndefined();
  });

  it("may be 8 days ahead", () => {
    const value = NOW.getTime() + 8 * 86_400_000;
    expect(readResetsAt(value, NOW)).toEqual(new Date(value));
  });
});
