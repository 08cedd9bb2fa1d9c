import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Standing } from "../../shared/domain/standing.ts";
import type { Task, TaskId } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import { afterRedrive } from "../../shared/domain/transitions.ts";
import type { TaskStore } from "../../shared/ports/task-store.ts";
import { aContent, aTask } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";

/** Which tasks wait, run or failed; how many of an agent's wait. */
export function standingContract(store: () => TaskStore): void {
  const created = async (fields: Partial<Task>): Promise<Task> => {
    const task = aTask(fields);
    await store().create(task, aContent());
    return task;
  };
  /** Those of one agent, through pages of three. */
  const standing = async (
    agent: string,
    where: Standing,
  ): Promise<readonly TaskId[]> => {
    const all: TaskId[] = [];
    let after: string | undefined;
    do {
      const page = await store().listStanding(where, {
        limit: 3,
        ...(after !== undefined && { after }),
      });
      const own = page.tasks.filter((task) => task.agent === agent);
      all.push(...own.map(({ id }) => id));
      after = page.last;
    } while (after !== undefined);
    return all;
  };
  const claim = (task: Task) =>
    store().claim({
      taskId: task.id,
      queueClass: task.queueClass,
      executorId: "e-1",
      now: later(START, 7_000),
      leaseUntil: later(START, 37_000),
    });

  describe("where a task stands", () => {
    it("is told by class, the oldest first", async () => {
      const agent = randomUUID();
      const own: TaskId[] = [];
      for (const seconds of [3, 0, 4, 1, 2]) {
        const createdAt = later(START, seconds * 1_000);
        own[seconds] = (await created({ agent, createdAt })).id;
      }
      const low = await created({ agent, priority: "low" });
      const where = (queueClass: Task["queueClass"]) =>
        standing(agent, { kind: "waiting", queueClass });
      expect(await where("normal")).toEqual(own);
      expect(await where("low")).toEqual([low.id]);
      expect(await where("high")).toEqual([]);
    });

    it("comes with what can be known without the row", async () => {
      const agent = randomUUID();
      const notBefore = later(START, 9_000);
      const executeAt = { executeAt: notBefore, notBefore };
      const { id } = await created({
        agent,
        status: "scheduled",
        queueClass: "scheduled",
        ...executeAt,
      });
      const { tasks } = await store().listStanding(
        { kind: "waiting", queueClass: "scheduled" },
        { limit: 1_000 },
      );
      expect(tasks.find((task) => task.id === id)).toEqual({
        id,
        agent,
        since: START,
        notBefore,
        position: expect.any(String),
      });
    });

    it("can be gone on from behind any of a page", async () => {
      const queueClass = "high";
      for (const seconds of [0, 1, 2])
        await created({
          priority: queueClass,
          createdAt: later(START, seconds * 1_000),
        });
      const where = { kind: "waiting", queueClass } as const;
      const { tasks } = await store().listStanding(where, { limit: 100 });
      for (const [index, { position }] of tasks.entries()) {
        const behind = await store().listStanding(where, {
          limit: 100,
          after: position,
        });
        expect(behind.tasks).toEqual(tasks.slice(index + 1));
      }
    });

    it("is gone on from behind one that stands there no more", async () => {
      const agent = randomUUID();
      const at = (seconds: number) => later(START, seconds * 1_000);
      const first = await created({ agent, createdAt: at(1) });
      const second = await created({ agent, createdAt: at(2) });
      const where = { kind: "waiting", queueClass: "normal" } as const;
      const { tasks } = await store().listStanding(where, { limit: 1_000 });
      const { position } = tasks.find(({ id }) => id === first.id)!;
      await claim(first);
      const behind = await store().listStanding(where, {
        limit: 1_000,
        after: position,
      });
      const own = behind.tasks.filter((task) => task.agent === agent);
      expect(own.map(({ id }) => id)).toEqual([second.id]);
    });

    it("is counted, no further than asked", async () => {
      const where = { kind: "waiting", queueClass: "urgent" } as const;
      const count = (atMost: number) => store().countStanding(where, atMost);
      const before = await count(1_000);
      await created({ priority: "urgent" });
      const task = await created({ priority: "urgent" });
      await created({ priority: "urgent", status: "blocked" });
      expect(await count(1_000)).toBe(before + 2);
      expect(await count(1)).toBe(1);
      await claim(task);
      expect(await count(1_000)).toBe(before + 1);
    });

    it("changes by a claim, an end and a redrive; a success stands nowhere", async () => {
      const agent = randomUUID();
      const queueClass = "normal";
      const task = await created({ agent });
      const places: readonly Standing[] = [
        { kind: "waiting", queueClass },
        { kind: "running", queueClass },
        { kind: "blocked", queueClass },
        { kind: "dead" },
      ];
      const stands = async (): Promise<readonly string[]> => {
        const found = await Promise.all(
          places.map((where) => standing(agent, where)),
        );
        return places.flatMap(({ kind }, index) =>
          found[index]!.includes(task.id) ? [kind] : [],
        );
      };
      expect(await stands()).toEqual(["waiting"]);
      const running = (await claim(task))!.task;
      expect(await stands()).toEqual(["running"]);
      const { lease: _, ...rest } = running;
      const blocked = { ...rest, status: "blocked", fence: 2 } as const;
      expect(await store().transition(running, blocked)).toBe(true);
      expect(await stands()).toEqual(["blocked"]);
      const { wakeAt: _wakeAt, ...over } = blocked;
      const ended = { ...over, finishedAt: START, fence: 3 };
      await store().transition(blocked, { ...ended, status: "failed" });
      expect(await stands()).toEqual(["dead"]);
      const failed = (await store().read(task.id))!;
      const again = afterRedrive(failed, START, "d-2");
      expect(await store().transition(failed, again)).toBe(true);
      expect(await stands()).toEqual(["waiting"]);
      await store().transition(again, {
        ...ended,
        fence: again.fence + 1,
        status: "succeeded",
      });
      expect(await stands()).toEqual([]);
    });

    it("is told of the dead letters newest first", async () => {
      const agent = randomUUID();
      const own: TaskId[] = [];
      for (const seconds of [1, 3, 0, 2]) {
        const { wakeAt: _, ...task } = aTask({ agent, status: "failed" });
        const finishedAt = later(START, seconds * 1_000);
        await store().create({ ...task, finishedAt }, aContent());
        own[3 - seconds] = task.id;
      }
      expect(await standing(agent, { kind: "dead" })).toEqual(own);
    });
  });

  it("counts an agent's waiting tasks, and no further than it is asked to", async () => {
    const agent = randomUUID();
    const tasks = [
      await created({ agent }),
      await created({ agent, priority: "urgent" }),
      await created({ agent, status: "scheduled", queueClass: "scheduled" }),
      await created({ agent, status: "blocked" }),
    ];
    await created({ agent: `${agent}-2` });
    expect(await store().countWaitingOf(agent, 100)).toBe(4);
    expect(await store().countWaitingOf(agent, 3)).toBe(3);
    await claim(tasks[0]!);
    expect(await store().countWaitingOf(agent, 100)).toBe(3);
    expect(await store().countWaitingOf(randomUUID(), 100)).toBe(0);
  });
}
