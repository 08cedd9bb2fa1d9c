import { expect, it } from "vitest";
import { atMost } from "../../../shared/runtime/at-most.ts";

it("what comes in time is waited for, also when it fails", async () => {
  expect(await atMost(Promise.resolve(7), 60_000)).toBe(7);
  const failing = Promise.reject(new Error("no"));
  await expect(atMost(failing, 60_000)).rejects.toThrow("no");
});

it("what takes longer is not, whatever becomes of it", async () => {
  const { promise, reject } = Promise.withResolvers<number>();
  expect(await atMost(promise, 1)).toBeUndefined();
  reject(new Error("too late"));
});
