import { describe, expect, it } from "vitest";
import { readTask, waitForTask } from "../../../shared/app/read-tasks.ts";
import type { Task } from "../../../shared/domain/task.ts";
import { aContent, aRunningTask, newTaskId } from "../../builders/task.ts";
import { manualClock, settled } from "../../fakes/memory-clock.ts";
import { memoryTaskStore } from "../../fakes/memory-task-store.ts";

async function aReader() {
  const store = memoryTaskStore();
  const clock = manualClock();
  const task = aRunningTask();
  await store.create(task, aContent({ metadata: { a: 1 } }));
  let looks = 0;
  const wait = waitForTask({
    readTask: readTask(store),
    clock,
    store: {
      read: (id) => {
        looks += 1;
        return store.read(id);
      },
    },
  });
  const finish = () =>
    store.transition(
      task,
      { ...task, fence: 2, status: "succeeded" },
      { result: "fine" },
    );
  return { store, clock, task, wait, finish, looks: () => looks };
}

const of = ({ id }: Task, agent = "alice") => ({ agent, id });

describe("reading a task", () => {
  it("gives its agent the whole of it", async () => {
    const { store, task, finish } = await aReader();
    await finish();
    expect(await readTask(store)(of(task))).toMatchObject({
      task: { status: "succeeded" },
      metadata: { a: 1 },
      result: "fine",
    });
  });

  it("gives others nothing, not even that it is there", async () => {
    const { store, task } = await aReader();
    expect(await readTask(store)(of(task, "bob"))).toBeUndefined();
    expect(
      await readTask(store)({ agent: "bob", id: newTaskId() }),
    ).toBeUndefined();
  });
});

describe("waiting for a task", () => {
  it("ends soon after the task does, with its result", async () => {
    const { clock, task, wait, finish } = await aReader();
    const whole = wait(of(task), 25_000);
    await clock.advance(10_000);
    await finish();
    await clock.advance(1_000);
    const late = settled().then(() => "late");
    expect(await Promise.race([whole, late])).toMatchObject({ result: "fine" });
  });

  it("is quick at first and then looks once a second", async () => {
    const { clock, task, wait, finish, looks } = await aReader();
    const whole = wait(of(task), 25_000);
    await clock.advance(1_000);
    expect(looks()).toBe(5);
    await clock.advance(10_000);
    expect(looks()).toBeLessThanOrEqual(16);
    await finish();
    await clock.advance(1_000);
    await whole;
  });

  it("ends at its time with the task as it then is", async () => {
    const { clock, task, wait } = await aReader();
    const whole = wait(of(task), 2_500);
    await clock.advance(2_500);
    const late = settled().then(() => "late");
    expect(await Promise.race([whole, late])).toMatchObject({
      task: { status: "running" },
    });
  });

  it("of no time is one look", async () => {
    const { task, wait, looks } = await aReader();
    expect(await wait(of(task), 0)).toMatchObject({ task });
    expect(looks()).toBe(1);
  });

  it("for another agent's task is no wait", async () => {
    const { task, wait } = await aReader();
    expect(await wait(of(task, "bob"), 25_000)).toBeUndefined();
    expect(
      await wait({ agent: "alice", id: newTaskId() }, 25_000),
    ).toBeUndefined();
  });
});
