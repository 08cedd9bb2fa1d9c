/** Very many tasks due in the same minute are dispatched in it: all by one run of the cron. */
import { expect, it } from "vitest";
import type { TaskId } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import { composeDispatchScheduled } from "../../shared/runtime/compose/dispatch-scheduled.ts";
import { aTask } from "../builders/task.ts";
import type { World } from "./harness/world.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";

/** `STORM=10000` for as many as the service promises: to write and receive them takes a minute. */
const TASKS = Number(process.env["STORM"] ?? 1_000);
const AT_ONCE = 50;
/** What the deployed function has, less what it keeps back. */
const BUDGET_MS = 50_000;

/** Rows as they stand when their time is two minutes ahead. */
async function accept(world: World, notBefore: Date): Promise<Set<TaskId>> {
  const ids = Array.from({ length: TASKS }, () => world.newId() as TaskId);
  const now = new Date();
  for (let at = 0; at < TASKS; at += AT_ONCE)
    await Promise.all(
      ids.slice(at, at + AT_ONCE).map((id) =>
        world.acceptWithoutSending(
          aTask({
            id,
            status: "scheduled",
            queueClass: "scheduled",
            executeAt: notBefore,
            notBefore,
            wakeAt: now,
          }),
          "simulate: {}",
        ),
      ),
    );
  return new Set(ids);
}

/** The tasks of all messages; each is received once. */
async function receiveAll(world: World): Promise<readonly TaskId[]> {
  const received: TaskId[] = [];
  const lane = async (): Promise<void> => {
    for (;;) {
      const message = await world.queue.receive("scheduled", 2);
      if (!message?.pointer) return;
      received.push(message.pointer.taskId);
      await world.queue.remove(message);
    }
  };
  await Promise.all(Array.from({ length: 10 }, lane));
  return received;
}

const newWorld = worldsOfThisFile();

it(`${TASKS} tasks due at once are all sent by one run, one message each`, async () => {
  const world = await newWorld("storm");
  const { dispatch } = composeDispatchScheduled();
  const notBefore = later(new Date(), 1_000);
  const ids = await accept(world, notBefore);

  const first = await dispatch(BUDGET_MS);
  expect(first).toMatchObject({ announced: TASKS, lapsed: 0 });
  const second = await dispatch(BUDGET_MS);
  expect(second).toMatchObject({ announced: 0, lapsed: 0 });

  const received = await receiveAll(world);
  expect(received).toHaveLength(TASKS);
  expect(new Set(received)).toEqual(ids);
});
