import { describe, expect, it } from "vitest";
import { NotFoundError } from "../../../shared/client/errors.ts";
import type { ListOptions } from "../../../shared/client/options.ts";
import type { Task, TaskStatus } from "../../../shared/client/types.ts";
import { lookAtTasks } from "../../../shared/command-line/follow-tasks.ts";
import { placeOf } from "../../../shared/command-line/place.ts";

const { signal } = new AbortController();

const task = (id: number, status: TaskStatus): Task => ({
  taskId: `t${id}`,
  agent: "a",
  status,
  priority: "normal",
  attempts: 0,
  createdAt: new Date(id * 1_000).toISOString(),
});

/** As the client would: newest first. */
function clientOf(tasks: readonly Task[]) {
  return {
    async *list({ status }: ListOptions = {}) {
      for (const each of tasks.toReversed())
        if (status === undefined || each.status === status) yield each;
    },
    get: async (taskId: string) => {
      const found = tasks.find((each) => each.taskId === taskId);
      if (found) return found;
      throw new NotFoundError("not-found", taskId);
    },
  };
}

async function between(before: readonly Task[], after: readonly Task[]) {
  const { known } = await lookAtTasks(clientOf(before), undefined, signal);
  const { events } = await lookAtTasks(clientOf(after), known, signal);
  return events.map(({ taskId, from, to }) => [taskId, from, to]);
}

const many = (from: number, status: TaskStatus): readonly Task[] =>
  Array.from({ length: 150 }, (_, place) => task(from + place, status));

describe("Following tasks", () => {
  it("tells what is new and what has changed, in the order of their creation", async () => {
    expect(
      await between(
        [task(1, "queued"), task(2, "succeeded")],
        [task(1, "running"), task(2, "succeeded"), task(3, "queued")],
      ),
    ).toEqual([
      ["t1", "queued", "running"],
      ["t3", undefined, "queued"],
    ]);
  });

  it("hears of the end of a task that is far from the newest", async () => {
    expect(
      await between(
        [task(1, "running"), ...many(2, "succeeded")],
        [task(1, "failed"), ...many(2, "succeeded")],
      ),
    ).toEqual([["t1", "running", "failed"]]);
  });

  it("takes no old task for a new one when younger ones are gone", async () => {
    const old = many(1, "succeeded");
    expect(await between(old, old.slice(0, 120))).toEqual([]);
  });

  it("loses a task that was removed without a word", async () => {
    expect(await between([task(1, "queued")], [])).toEqual([]);
  });

  it("tells of a task that is held back anew, though its status stays", async () => {
    const error = {
      code: "usage-limit",
      message: "",
      retryable: true,
    } as const;
    const held = { ...task(1, "queued"), error };
    expect(await between([task(1, "queued")], [held])).toEqual([
      ["t1", "queued", "queued"],
    ]);
  });
});

describe("A task's place", () => {
  it("counts those that are older, the next one being 1", async () => {
    const client = clientOf([1, 2, 3].map((id) => task(id, "queued")));
    expect(await placeOf(client, task(1, "queued"), signal)).toEqual({
      place: 1,
      of: 3,
    });
    expect(await placeOf(client, task(3, "queued"), signal)).toEqual({
      place: 3,
      of: 3,
    });
    expect(await placeOf(client, task(4, "queued"), signal)).toBeUndefined();
  });

  it("is not told among more than 500", async () => {
    const client = clientOf(
      Array.from({ length: 600 }, (_, id) => task(id, "queued")),
    );
    expect(await placeOf(client, task(3, "queued"), signal)).toBeUndefined();
  });
});
