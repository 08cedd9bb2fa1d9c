import { describe, expect, it } from "vitest";
import { newTask } from "../../../shared/domain/new-task.ts";
import { PRIORITIES } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { newTaskId } from "../../builders/task.ts";
import { START } from "../../fakes/memory-clock.ts";

const MINUTE = 60_000;
const accepted = {
  id: newTaskId(),
  agent: "alice",
  priority: "low",
  timeoutMs: 1_000,
  dispatchId: "d-1",
} as const;

describe("a new task", () => {
  it.each(PRIORITIES)(
    "of priority %s waits in the class of that name",
    (priority) => {
      expect(newTask({ ...accepted, priority }, START)).toEqual({
        ...accepted,
        priority,
        queueClass: priority,
        status: "queued",
        fence: 0,
        notBefore: START,
        wakeAt: later(START, 30_000),
        failures: 0,
        forgiven: 0,
        refusals: 0,
        history: [],
        lapses: 0,
        returns: 0,
        createdAt: START,
      });
    },
  );

  it.each([
    ["soon is looked at when its message is not sent", 15 * MINUTE, 30_000],
    ["later is looked at two minutes before", 15 * MINUTE + 1, 13 * MINUTE + 1],
  ])("for %s", (_, aheadMs, wakeMs) => {
    const executeAt = later(START, aheadMs);
    expect(newTask({ ...accepted, executeAt }, START)).toMatchObject({
      priority: "low",
      queueClass: "scheduled",
      status: "scheduled",
      notBefore: executeAt,
      executeAt,
      wakeAt: later(START, wakeMs),
    });
  });
});
