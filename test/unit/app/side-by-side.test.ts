import { describe, expect, it } from "vitest";
import { sideBySide } from "../../../shared/app/side-by-side.ts";

const [one, other] = [new Error("one"), new Error("other")];

describe("parts side by side", () => {
  it("give all that they gave", async () => {
    const parts = [Promise.resolve({ a: 1 }), Promise.resolve({ b: 2 })];
    expect(await sideBySide(...parts)).toEqual({ a: 1, b: 2 });
  });

  it("come to their end though one of them fails, whose error is thrown then", async () => {
    let isDone = false;
    const slow = async (): Promise<object> => {
      await new Promise(setImmediate);
      isDone = true;
      return {};
    };
    await expect(sideBySide(Promise.reject(one), slow())).rejects.toBe(one);
    expect(isDone).toBe(true);
  });

  it("throw every error when several fail", async () => {
    const both = sideBySide(Promise.reject(one), Promise.reject(other));
    await expect(both).rejects.toMatchObject({
      name: "AggregateError",
      message: "2 parts failed",
      errors: [one, other],
    });
  });
});
