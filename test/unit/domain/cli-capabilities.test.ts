import { describe, expect, it } from "vitest";
import { refuseWishes } from "../../../shared/domain/cli-capabilities.ts";

const NONE = {
  structuredOutcomes: false,
  usage: false,
  systemPrompt: false,
  model: false,
  limits: false,
};

describe("what a request asks for", () => {
  it.each([
    [{ systemPrompt: "Be brief." }, "systemPrompt"],
    [{ model: "opus" }, "model"],
    [{ maxTurns: 1 }, "maxTurns"],
    [{ maxBudgetUsd: 1 }, "maxBudgetUsd"],
    [{ model: "opus", maxTurns: 1 }, "model, no maxTurns"],
  ])("%j is refused by a program that is not able to", (wishes, names) => {
    const reason = `The program that does the work has no ${names}`;
    expect(refuseWishes(wishes, NONE)).toBe(reason);
  });

  it("is not refused by a program that is able to", () => {
    const wishes = { systemPrompt: "a", model: "b", maxTurns: 1 };
    const able = { ...NONE, systemPrompt: true, model: true, limits: true };
    expect(refuseWishes(wishes, able)).toBeUndefined();
  });

  it("may be nothing", () => {
    expect(refuseWishes({}, NONE)).toBeUndefined();
    expect(refuseWishes({ systemPrompt: "" }, NONE)).toBeUndefined();
  });
});
