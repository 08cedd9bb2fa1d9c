import { describe, expect, it } from "vitest";
import {
  DEAD_LETTER_CODES,
  isDeadLetter,
} from "../../../shared/domain/dead-letter.ts";
import { STATUSES } from "../../../shared/domain/task.ts";
import { aTask } from "../../builders/task.ts";

describe("a dead letter", () => {
  const error = { code: "crashed", message: "m", retryable: true } as const;
  const dead = aTask({ status: "failed", error, agent: "alice" });

  it("is a failed task and no other", () => {
    const are = STATUSES.filter((status) => isDeadLetter(aTask({ status })));
    expect(are).toEqual(["failed"]);
  });

  it.each([
    [{}, true],
    [{ queueClass: "normal" as const }, true],
    [{ queueClass: "low" as const }, false],
    [{ code: "crashed" as const }, true],
    [{ code: "poison" as const }, false],
    [{ agent: "alice" }, true],
    [{ agent: "bob" }, false],
    [{ queueClass: "normal" as const, code: "timeout" as const }, false],
  ])("passes the filter %o: %s", (filter, passes) => {
    expect(isDeadLetter(dead, filter)).toBe(passes);
  });

  it("can have failed of anything but success", () => {
    expect(DEAD_LETTER_CODES).toContain("poison");
    expect(DEAD_LETTER_CODES).toContain("timeout");
    expect(DEAD_LETTER_CODES).not.toContain("success");
  });
});
