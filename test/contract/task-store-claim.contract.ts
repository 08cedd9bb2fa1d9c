import { describe, expect, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import type { Claim, TaskStore } from "../../shared/ports/task-store.ts";
import { aContent, aRunningTask, aTask, newTaskId } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";

const claimOf = (task: Task, fields: Partial<Claim> = {}): Claim => ({
  taskId: task.id,
  queueClass: task.queueClass,
  executorId: "e-1",
  now: START,
  leaseUntil: later(START, 30_000),
  ...fields,
});

/** Who may run a task, and for how long. */
export function claimContract(store: () => TaskStore): void {
  const created = async (task: Task): Promise<Task> => {
    await store().create(task, aContent());
    return task;
  };

  describe("a claim", () => {
    it("makes a waiting task run, with a lease and a new fence", async () => {
      const error = { code: "crashed", message: "m", retryable: true } as const;
      const task = await created(aTask({ failures: 1, error }));
      const { error: _, ...rest } = task;
      const running: Task = {
        ...rest,
        status: "running",
        fence: 1,
        lease: { executorId: "e-1", until: later(START, 30_000) },
        wakeAt: later(START, 30_000),
        startedAt: START,
      };
      const claimed = await store().claim(claimOf(task));
      expect(claimed).toEqual({ task: running, ...aContent() });
      expect(await store().read(task.id)).toEqual(running);
    });

    it("is won by one of twenty that come at once", async () => {
      const task = await created(aTask());
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store().claim(claimOf(task, { executorId: `e-${index}` })),
        ),
      );
      const won = claims.filter((claim) => claim !== undefined);
      expect(won).toHaveLength(1);
      expect(await store().read(task.id)).toEqual(won[0]?.task);
    });

    it("takes a scheduled task from its time on", async () => {
      const notBefore = later(START, 1_000);
      const fields = { queueClass: "scheduled", status: "scheduled" } as const;
      const task = await created(aTask({ ...fields, notBefore }));
      const early = claimOf(task, { now: later(notBefore, -1) });
      expect(await store().claim(early)).toBeUndefined();
      const due = claimOf(task, { now: notBefore });
      expect(await store().claim(due)).toBeDefined();
    });

    it.each<[string, Partial<Task>, Partial<Claim>]>([
      ["of another class", {}, { queueClass: "high" }],
      ["that runs", { status: "running" }, {}],
      ["that is blocked", { status: "blocked" }, {}],
      ["that succeeded", { status: "succeeded", finishedAt: START }, {}],
      ["that failed", { status: "failed", finishedAt: START }, {}],
      ["that was cancelled", { status: "cancelled", finishedAt: START }, {}],
      ["that is not there", {}, { taskId: newTaskId() }],
    ])("leaves a task %s as it is", async (_, fields, claim) => {
      const task = await created(aTask(fields));
      expect(await store().claim(claimOf(task, claim))).toBeUndefined();
      expect(await store().read(task.id)).toEqual(task);
    });
  });

  describe("a beat", () => {
    it("extends the lease, and nothing else", async () => {
      const task = await created(aRunningTask());
      const until = later(START, 40_000);
      const now = later(START, 10_000);
      expect(await store().renew(task, now, until)).toBe(true);
      expect(await store().read(task.id)).toEqual({
        ...task,
        lease: { executorId: "e-1", until },
        wakeAt: until,
      });
    });

    it.each<[string, Partial<Task>, number]>([
      ["after the fence moved", { fence: 0 }, 10_000],
      ["after the lease was over", {}, 30_000],
    ])("comes too late %s", async (_, seen, atMs) => {
      const task = await created(aRunningTask());
      const renewed = await store().renew(
        { ...task, ...seen },
        later(START, atMs),
        later(START, 60_000),
      );
      expect(renewed).toBe(false);
      expect(await store().read(task.id)).toEqual(task);
    });

    it("is refused to a task that has no lease", async () => {
      const task = await created(aTask());
      expect(await store().renew(task, START, later(START, 1))).toBe(false);
      expect(await store().read(task.id)).toEqual(task);
    });
  });
}
