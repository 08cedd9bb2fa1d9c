import { describe, expect, it } from "vitest";
import {
  attemptsOf,
  isFinished,
  STATUSES,
  type TaskStatus,
} from "../../../shared/domain/task.ts";
import { aTask } from "../../builders/task.ts";

describe("a task", () => {
  it("is finished in three of its states", () => {
    const finished = STATUSES.filter((status) => isFinished({ status }));
    expect(finished).toEqual(["succeeded", "failed", "cancelled"]);
  });

  it.each<[TaskStatus, number, number]>([
    ["queued", 0, 0],
    ["queued", 2, 2],
    ["running", 1, 1],
    ["succeeded", 0, 1],
    ["succeeded", 2, 3],
    // The last failure is counted already.
    ["failed", 3, 3],
    ["cancelled", 1, 1],
  ])(
    "that is %s after %d own failures had %d attempts",
    (status, failures, n) => {
      expect(attemptsOf(aTask({ status, failures }))).toBe(n);
    },
  );
});
