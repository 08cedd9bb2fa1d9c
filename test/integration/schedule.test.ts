/** Tasks with a time of their own start at it: never before, and on an idle executor soon after. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { newTask } from "../../shared/domain/new-task.ts";
import type { Task, TaskId } from "../../shared/domain/task.ts";
import { later, SWEEP_AHEAD_MS } from "../../shared/domain/timing.ts";
import type { World } from "./harness/world.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const TASKS = 50;
const FIRST_IN_MS = 20_000;
const APART_MS = 400;
/** Many more than run at once, so that the executor has an idle one whenever a task is due. */
const SLOTS = 12;
/** Without the message that waits for its time it would be the next minute. */
const SOON_MS = onABusyMachine(2_000);
const PROMPT = "simulate: {}";

/** As it stands when the cron finds it: accepted long ago, due in less than two minutes. */
const acceptedLongAgo = (world: World, executeAt: Date): Task => ({
  ...newTask(
    {
      id: world.newId() as TaskId,
      agent: "",
      priority: "normal",
      timeoutMs: 60_000,
      executeAt,
      dispatchId: world.newId(),
    },
    later(executeAt, -3_600_000),
  ),
  wakeAt: later(executeAt, -SWEEP_AHEAD_MS),
});

const newWorld = worldsOfThisFile();

it("fifty tasks start soon after their times, and none before", async () => {
  const world = await newWorld("schedule");
  await world.startExecutor(SLOTS);
  const start = Date.now() + FIRST_IN_MS;
  const times = Array.from(
    { length: TASKS },
    (_, index) => new Date(start + index * APART_MS),
  );
  const ids: TaskId[] = [];
  for (const [index, executeAt] of times.entries())
    if (index % 2 === 0)
      ids.push((await world.submit(PROMPT, { executeAt })).id);
    else {
      const task = acceptedLongAgo(world, executeAt);
      await world.acceptWithoutSending(task, PROMPT);
      ids.push(task.id);
    }
  await world.sweep();
  expect(
    Date.now(),
    "all were dispatched before the first was due",
  ).toBeLessThan(start);

  await sleep(start + TASKS * APART_MS - Date.now());
  const lateMs: number[] = [];
  for (const id of ids) {
    const { startedAt, executeAt } = await world.until(
      id,
      ({ status }) => status === "succeeded",
    );
    lateMs.push(Number(startedAt) - Number(executeAt));
  }
  expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...lateMs)).toBeLessThan(SOON_MS);
  expect(await world.runs()).toHaveLength(TASKS);
});
