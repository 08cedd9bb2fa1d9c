import { describe, expect, it } from "vitest";
import { limitWishes } from "../../../shared/domain/wish-limits.ts";

const prompt = "p";
const LIMITS = { models: ["sonnet", "haiku"], maxTurns: 10, maxBudgetUsd: 0.5 };

describe("What a request may ask for", () => {
  it("is anything while nothing is limited", () => {
    const request = {
      prompt,
      model: "opus",
      maxTurns: 9_999,
      maxBudgetUsd: 99,
    };
    expect(limitWishes(request, { models: [] })).toEqual({
      kind: "allowed",
      request,
    });
    expect(limitWishes({ prompt }, { models: [] })).toEqual({
      kind: "allowed",
      request: { prompt },
    });
  });

  it("is the limit where the request leaves it open: a limit cannot be evaded by saying nothing", () => {
    expect(limitWishes({ prompt }, LIMITS)).toEqual({
      kind: "allowed",
      request: { prompt, model: "sonnet", maxTurns: 10, maxBudgetUsd: 0.5 },
    });
  });

  it("may be less than the limit", () => {
    const request = { prompt, model: "haiku", maxTurns: 2, maxBudgetUsd: 0.1 };
    expect(limitWishes(request, LIMITS)).toEqual({ kind: "allowed", request });
  });

  it.each([
    { field: "model", wish: { model: "opus" }, words: "sonnet, haiku" },
    { field: "maxTurns", wish: { maxTurns: 11 }, words: "at most 10" },
    {
      field: "maxBudgetUsd",
      wish: { maxBudgetUsd: 0.6 },
      words: "at most 0.5",
    },
  ])(
    "is refused beyond the limit of $field, in words",
    ({ field, wish, words }) => {
      expect(limitWishes({ prompt, ...wish }, LIMITS)).toMatchObject({
        kind: "forbidden",
        field,
        problem: expect.stringContaining(words) as string,
      });
    },
  );
});
