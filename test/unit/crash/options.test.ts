import { describe, expect, it } from "vitest";
import { readOptions } from "../../crash/options.ts";

describe("The options of the crash test", () => {
  it("have defaults, of which the seed is any", () => {
    expect(readOptions([])).toEqual({
      seed: expect.any(Number),
      kills: 120,
      tasks: 960,
      json: false,
      write: false,
    });
  });

  it("are read", () => {
    const args = "--seed 3 --kills 100 --tasks 5 --json --write".split(" ");
    expect(readOptions(args)).toEqual({
      seed: 3,
      kills: 100,
      tasks: 5,
      json: true,
      write: true,
    });
  });

  it("may ask for help only", () => {
    expect(readOptions(["--help"])).toBeUndefined();
  });

  it.each([
    ["--seed=x", "--seed must be a whole number from 0"],
    ["--kills=0", "--kills must be a whole number from 1"],
    ["--kills=-1", "--kills must be a whole number from 1"],
    ["--tasks=1e9", "--tasks must be a whole number from 1"],
    ["--tasks=", "--tasks must be a whole number from 1"],
    ["--sed=1", "'--sed'"],
    ["seven", "'seven'"],
    ["--write --kills=99", "--write wants --kills 100 or more"],
  ])("are refused, by name: %s", (text, message) => {
    expect(() => readOptions(text.split(" "))).toThrow(
      expect.objectContaining({
        name: "OptionsError",
        message: expect.stringContaining(message),
      }),
    );
  });
});
