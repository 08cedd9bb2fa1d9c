import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterCallbackTry,
  CALLBACK_LEASE_MS,
  callbackBody,
  MAX_CALLBACK_TRIES,
  nextCallbackStep,
  originOf,
  type TryEnd,
} from "../../../shared/domain/callback.ts";
import type { Task } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import {
  afterCancel,
  afterDeadMessage,
  afterRedrive,
  afterRun,
} from "../../../shared/domain/transitions.ts";
import { aRun, aRunningTask, aTask } from "../../builders/task.ts";
import { START } from "../../fakes/memory-clock.ts";

const callbackUrl = "https://agent.example/done?key=secret";
const dice = { random: 0, dispatchId: "d-2" };
const aFinishedTask = (): Task => afterCancel(aTask({ callbackUrl }), START);

/** The task with its next try begun. */
function begun(task: Task, now: Date): Task {
  const step = nextCallbackStep(task, now);
  if (step.kind !== "try") throw new Error(step.kind);
  return step.next;
}

describe("a callback is due", () => {
  it.each([
    ["succeeded", afterRun(aRunningTask({ callbackUrl }), aRun(), START, dice)],
    ["failed", afterDeadMessage(aTask({ callbackUrl }), START)],
    ["cancelled", aFinishedTask()],
  ])("at the end of a task that %s", (status, task) => {
    expect(task).toMatchObject({
      status,
      wakeAt: START,
      callback: {
        id: `msg_${task.id}_${String(task.fence)}`,
        status: "pending",
        tries: 0,
      },
    });
  });

  it("never of a task that names no URL", () => {
    const task = afterCancel(aTask(), START);
    expect(task).not.toHaveProperty("callback");
    expect(task).not.toHaveProperty("wakeAt");
    expect(nextCallbackStep(task, later(START, 1e9))).toEqual({ kind: "none" });
    const end = { kind: "answered", status: 200 } as const;
    expect(afterCallbackTry(task, end, { now: START, random: 0 })).toBe(task);
  });

  it("no more of a task that begins anew, and under another id when that ends", () => {
    const first = afterDeadMessage(aTask({ callbackUrl }), START);
    const anew = afterRedrive(first, START, "d-2");
    expect(anew).not.toHaveProperty("callback");
    const second = afterCancel(anew, START);
    expect(second.callback?.status).toBe("pending");
    expect(second.callback?.id).not.toBe(first.callback?.id);
  });
});

describe("a try", () => {
  it("is counted before it is made, and belongs for a time to who makes it", () => {
    const task = begun(aFinishedTask(), START);
    const until = later(START, CALLBACK_LEASE_MS);
    expect(task).toMatchObject({ wakeAt: until, callback: { tries: 1 } });
    expect(nextCallbackStep(task, later(until, -1))).toEqual({ kind: "none" });
    expect(begun(task, until).callback?.tries).toBe(2);
  });

  it.each([200, 204, 299])("that is answered %i is the last", (status) => {
    const end = { kind: "answered", status } as const;
    const task = begun(aFinishedTask(), START);
    const after = afterCallbackTry(task, end, { now: START, random: 0 });
    expect(after.callback).toMatchObject({
      status: "delivered",
      tries: 1,
      lastStatus: status,
    });
    expect(after).not.toHaveProperty("wakeAt");
  });

  it.each<readonly [string, TryEnd]>([
    ["is answered 410", { kind: "answered", status: 410 }],
    ["may not be made", { kind: "forbidden", problem: "is private" }],
  ])("that %s is the last, too", (_, end) => {
    const task = begun(aFinishedTask(), START);
    const after = afterCallbackTry(task, end, { now: START, random: 0 });
    expect(after.callback).toMatchObject({ status: "failed", tries: 1 });
    expect(after).not.toHaveProperty("wakeAt");
  });

  it("of before leaves no word behind", () => {
    const first = begun(aFinishedTask(), START);
    const at = { now: START, random: 0 };
    const lost = { kind: "unreachable", problem: "ECONNREFUSED" } as const;
    const failed = afterCallbackTry(first, lost, at);
    expect(failed.callback?.lastProblem).toBe("ECONNREFUSED");
    const second = begun(failed, failed.wakeAt!);
    const end = { kind: "answered", status: 500 } as const;
    const { callback } = afterCallbackTry(second, end, at);
    expect(callback).toEqual({
      id: first.callback?.id,
      status: "pending",
      tries: 2,
      lastStatus: 500,
    });
  });
});

describe("a receiver that never takes it", () => {
  const ends = fc.oneof(
    fc.record({
      kind: fc.constant("answered" as const),
      status: fc
        .integer({ min: 300, max: 599 })
        .filter((status) => status !== 410),
    }),
    fc.record({
      kind: fc.constant("unreachable" as const),
      problem: fc.string(),
    }),
  );

  it("is tried ten times, after waits that grow to a day, and then no more", () => {
    const random = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(ends, { minLength: 10, maxLength: 10 }),
        random,
        (all, chance) => {
          let now = START;
          let task = aFinishedTask();
          const waits: number[] = [];
          for (const end of all) {
            task = begun(task, now);
            task = afterCallbackTry(task, end, { now, random: chance });
            if (!task.wakeAt) break;
            waits.push(task.wakeAt.getTime() - now.getTime());
            now = task.wakeAt;
          }
          expect(task.callback).toMatchObject({
            status: "failed",
            tries: MAX_CALLBACK_TRIES,
          });
          expect(task).not.toHaveProperty("wakeAt");
          expect(waits).toHaveLength(MAX_CALLBACK_TRIES - 1);
          expect(waits).toEqual(waits.toSorted((one, two) => one - two));
          expect(waits[0]).toBeLessThanOrEqual(5_500);
          expect(waits.at(-1)).toBeGreaterThanOrEqual(86_400_000);
        },
      ),
    );
  });

  it("is given up when whoever made the last try died during it", () => {
    const task = aFinishedTask();
    const callback = { ...task.callback!, tries: MAX_CALLBACK_TRIES };
    const step = nextCallbackStep({ ...task, callback }, START);
    expect(step).toMatchObject({
      kind: "give-up",
      next: { callback: { status: "failed", tries: MAX_CALLBACK_TRIES } },
    });
    expect(step).not.toHaveProperty("next.wakeAt");
  });
});

describe("what is told", () => {
  it("of a task is its id and how it ended", () => {
    const task = aFinishedTask();
    expect(JSON.parse(callbackBody(task))).toEqual({
      type: "task.finished",
      timestamp: START.toISOString(),
      data: { taskId: task.id, status: "cancelled" },
    });
  });

  it.each([
    [callbackUrl, "https://agent.example"],
    ["http://[::1]:8080/a/b", "http://[::1]:8080"],
    ["HTTPS://agent.example#x", "HTTPS://agent.example"],
    ["no URL", ""],
  ])("of the URL %s in the journal is %s", (url, origin) => {
    expect(originOf(url)).toBe(origin);
  });
});
