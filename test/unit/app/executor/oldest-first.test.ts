import { beforeEach, describe, expect, it } from "vitest";
import {
  type OldestFirst,
  oldestFirst,
} from "../../../../shared/app/executor/oldest-first.ts";
import type { Task } from "../../../../shared/domain/task.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aWorld, type World } from "../../../builders/world.ts";
import { START } from "../../../fakes/memory-clock.ts";

let world: World;
let queue: OldestFirst;
beforeEach(() => {
  world = aWorld();
  queue = oldestFirst({ ...world, places: () => 2 });
});

/** The tasks' messages stand in the queue in this order, whatever their age. */
const accept = async (...ages: readonly number[]): Promise<readonly Task[]> => {
  const tasks: Task[] = [];
  for (const seconds of ages)
    tasks.push(
      await world.accept({ createdAt: later(START, -seconds * 1_000) }),
    );
  return tasks;
};
const next = async () => (await queue.receive("normal", 0))?.pointer?.taskId;

describe("when work may start again", () => {
  it("the oldest of each class come first, then the messages as they stand", async () => {
    const [young, old, older] = await accept(1, 10, 20);
    queue.reopened();
    expect(await next()).toBe(older!.id);
    expect(await next()).toBe(old!.id);
    // Their own messages are still there, and find nothing to claim.
    expect(await next()).toBe(young!.id);
    expect(await queue.receive("urgent", 0)).toBeUndefined();
  });

  it("those are left that wait for their time", async () => {
    await world.accept({
      createdAt: later(START, -60_000),
      notBefore: later(START, 30_000),
    });
    const [due] = await accept(5);
    queue.reopened();
    expect(await next()).toBe(due!.id);
  });

  it("one that is given back is still the oldest; one that is hidden is left to its message", async () => {
    const [young, old] = await accept(1, 10);
    queue.reopened();
    const first = (await queue.receive("normal", 0))!;
    expect(first.pointer?.taskId).toBe(old!.id);
    await queue.hide(first, 0);
    const again = (await queue.receive("normal", 0))!;
    expect(again).toEqual(first);
    await queue.hide(again, 5_000);
    expect(await next()).toBe(young!.id);
  });

  it("nothing is removed from a queue that did not come from it", async () => {
    const [, old] = await accept(1, 10);
    queue.reopened();
    const first = (await queue.receive("normal", 0))!;
    await queue.remove(first);
    await next(); // the younger one, by the table
    const messages = [await next(), await next()];
    expect(messages).toContain(old!.id);
  });

  it("they come first again in a class that only stale messages came of", async () => {
    const [young, old] = await accept(1, 10);
    queue.reopened();
    expect([await next(), await next()]).toEqual([old!.id, young!.id]);
    queue.onlyStale("urgent");
    expect(await next()).toBe(young!.id); // its message
    queue.onlyStale("normal");
    expect(await next()).toBe(old!.id);
  });

  it("a table that does not answer leaves it to the queues", async () => {
    const [young] = await accept(1, 10);
    world.store.failing.add("listStanding");
    queue.reopened();
    expect(await next()).toBe(young!.id);
    expect(world.journal.of("oldest-unknown")).toHaveLength(1);
  });
});

it("messages are taken, removed and hidden as ever where nothing was closed", async () => {
  const [young] = await accept(1, 10);
  const message = (await queue.receive("normal", 0))!;
  expect(message.pointer?.taskId).toBe(young!.id);
  await queue.hide(message, 0);
  const again = (await queue.receive("normal", 0))!;
  await queue.remove(again);
  await queue.remove(again);
});
