import { describe, expect, it } from "vitest";
import type { ClosedGate } from "../../../shared/domain/gate.ts";
import { heldBack } from "../../../shared/domain/held-back.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aTask } from "../../builders/task.ts";
import { START } from "../../fakes/memory-clock.ts";

const UNTIL = later(START, 60_000);
const gate = (fields: Partial<ClosedGate> = {}): ClosedGate => ({
  name: "limit",
  reason: "usage-limit",
  actor: "ccsp",
  since: START,
  until: UNTIL,
  ...fields,
});

describe("a task that waits behind the account's limit", () => {
  it.each([
    { reason: "usage-limit", code: "usage-limit" },
    { reason: "rate-limit", code: "rate-limit" },
    { reason: "outage", code: "unavailable" },
    { reason: "the month's budget", code: "unavailable" },
  ])("is told why ($reason) and until when", ({ reason, code }) => {
    const task = aTask();
    expect(heldBack(task, gate({ reason }))).toEqual({
      task: {
        ...task,
        error: {
          code,
          message: `The account waits for the end of: ${reason}.`,
          retryable: true,
          unlockAt: UNTIL,
        },
      },
      startsAt: UNTIL,
    });
  });

  it("keeps the error of its own last run", () => {
    const error = {
      code: "crashed",
      message: "exit code 1",
      retryable: true,
    } as const;
    const { task } = heldBack(aTask({ error }), gate());
    expect(task.error).toEqual({ ...error, unlockAt: UNTIL });
  });

  it("is told the present time, not the one that it once met", () => {
    const error = {
      code: "usage-limit",
      message: "m",
      retryable: true,
      unlockAt: START,
    } as const;
    const { task } = heldBack(aTask({ error }), gate());
    expect(task.error?.unlockAt).toEqual(UNTIL);
  });

  it("does not start before its own time", () => {
    const notBefore = later(UNTIL, 1);
    expect(heldBack(aTask({ notBefore }), gate())).toMatchObject({
      task: { error: { unlockAt: UNTIL } },
      startsAt: notBefore,
    });
  });
});

describe("a task that waits for the login", () => {
  const { until: _, ...lost } = gate({ name: "session", reason: "billing" });

  it.each([
    ["billing", "billing"],
    ["closed by hand", "session-expired"],
  ])("is told so, whoever closed the gate: %s", (reason, code) => {
    const { task, startsAt } = heldBack(aTask(), { ...lost, reason });
    expect(task.error).toEqual({
      code,
      message: "The account waits for a new login.",
      retryable: true,
      sessionTimeout: true,
    });
    expect(startsAt).toBeUndefined();
  });

  it("keeps the error of its own last run beside that", () => {
    const error = { code: "crashed", message: "m", retryable: true } as const;
    expect(heldBack(aTask({ error }), lost).task.error).toEqual({
      ...error,
      sessionTimeout: true,
    });
  });
});

describe("a task that waits behind another gate", () => {
  it("is told when that opens, if it is known, and of no error", () => {
    const task = aTask();
    const paused = gate({ name: "paused" });
    expect(heldBack(task, paused)).toEqual({ task, startsAt: UNTIL });
    const { until: _, ...forever } = paused;
    expect(heldBack(task, forever)).toEqual({ task });
  });
});

describe("a task that waits behind no gate", () => {
  it("is as it is", () => {
    const task = aTask();
    expect(heldBack(task, undefined)).toEqual({ task });
  });
});
