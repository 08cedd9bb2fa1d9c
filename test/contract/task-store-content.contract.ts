import { describe, expect, it } from "vitest";
import type { TaskId } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import type { TaskContent, TaskStore } from "../../shared/ports/task-store.ts";
import { aContent, aRunningTask, aTask, newTaskId } from "../builders/task.ts";
import { longText } from "../builders/long-text.ts";
import { START } from "../fakes/memory-clock.ts";

const MIB = 1_048_576;

/** What was put in comes out. */
export function contentContract(store: () => TaskStore): void {
  const claimed = (taskId: TaskId) =>
    store().claim({
      taskId,
      queueClass: "normal",
      executorId: "e-1",
      now: START,
      leaseUntil: later(START, 30_000),
    });

  describe("content", () => {
    it("is created once", async () => {
      const task = aTask();
      expect(await store().create(task, aContent())).toBe(true);
      expect(await store().create({ ...task, agent: "bob" }, aContent())).toBe(
        false,
      );
      expect(await store().read(task.id)).toEqual(task);
    });

    it("is not there for a task that nobody created", async () => {
      expect(await store().read(newTaskId())).toBeUndefined();
      expect(await store().readWhole(newTaskId())).toBeUndefined();
    });

    it("keeps every field of a task", async () => {
      const task = aTask({
        queueClass: "scheduled",
        status: "scheduled",
        executeAt: later(START, 90_000),
        notBefore: later(START, 90_000),
        callbackUrl: "https://agent.example/done",
        requestId: "request-1",
      });
      await store().create(task, aContent());
      expect(await store().read(task.id)).toEqual(task);
    });

    it.each<[string, TaskContent]>([
      ["a word", aContent()],
      [
        "every field",
        {
          request: {
            prompt: "do",
            systemPrompt: "be brief",
            context: { deep: { list: [1, null, "x"] } },
            model: "sonnet",
            maxTurns: 3,
            maxBudgetUsd: 0.5,
          },
          metadata: { ticket: "T-1", tags: ["a"] },
        },
      ],
      ["1 KiB and a bit", aContent({ request: { prompt: longText(1_100) } })],
      [
        "1 MiB",
        {
          request: { prompt: longText(MIB) },
          metadata: { x: longText(9_000) },
        },
      ],
      [
        "what is hard to write",
        aContent({ request: { prompt: '😀\0\u2028\ud800 "\\\r\n é' } }),
      ],
    ])("of %s comes back as it was", async (_, content) => {
      const task = aTask();
      await store().create(task, content);
      const whole = await store().readWhole(task.id);
      expect(whole).toEqual({
        task,
        ...(content.metadata && { metadata: content.metadata }),
      });
      expect((await claimed(task.id))?.request).toEqual(content.request);
    });

    it.each([
      ["nothing", ""],
      ["a word", "fine"],
      ["1 MiB", longText(MIB)],
      ["what is hard to write", '😀\0\u2028 "\\\r\n é'],
    ])("gives back a result of %s", async (_, result) => {
      const task = aRunningTask();
      await store().create(task, aContent());
      const next = { ...task, fence: 2, status: "succeeded" as const };
      await store().transition(task, next, { result });
      expect(await store().readWhole(task.id)).toMatchObject({ result });
    });

    it("reads many at once, without their results", async () => {
      const tasks = Array.from({ length: 100 }, () => aTask());
      const content = aContent({ metadata: { big: longText(2_000) } });
      for (let at = 0; at < 100; at += 20)
        await Promise.all(
          tasks.slice(at, at + 20).map((task) => store().create(task, content)),
        );
      const [first] = tasks;
      const done = { ...first!, fence: 1, status: "failed" as const };
      await store().transition(first!, done, { result: "half" });
      const found = await store().readMany(tasks.map(({ id }) => id));
      const byId = new Map(found.map((each) => [each.task.id, each]));
      const wanted = [done, ...tasks.slice(1)];
      for (const task of wanted)
        expect(byId.get(task.id)).toEqual({ task, metadata: content.metadata });
      expect(found).toHaveLength(100);
    });

    it("reads many of which some are not there", async () => {
      const task = aTask();
      await store().create(task, aContent());
      expect(await store().readMany([newTaskId(), task.id])).toEqual([
        { task },
      ]);
      expect(await store().readMany([])).toEqual([]);
    });
  });
}
