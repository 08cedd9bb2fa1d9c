import { describe, expect, it } from "vitest";
import { nextDelayMs } from "../../../infra/local/keep-running.ts";

describe("the delay before a program is started again", () => {
  it("doubles from one second to thirty while the program dies young", () => {
    const delays: number[] = [];
    for (let last = 0; delays.length < 7; delays.push(last))
      last = nextDelayMs(last, 100);
    expect(delays).toEqual([1, 2, 4, 8, 16, 30, 30].map((s) => s * 1_000));
  });

  it("is one second again after a minute of life", () => {
    expect(nextDelayMs(30_000, 60_000)).toBe(1_000);
    expect(nextDelayMs(30_000, 59_999)).toBe(30_000);
  });
});
