/** What dies at the worst moment: each test kills or suspends a real process and counts what is left. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import { newTask } from "../../shared/domain/new-task.ts";
import type { Task, TaskId } from "../../shared/domain/task.ts";
import { LEASE_MS } from "../../shared/domain/timing.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const isRunning = (task: Task): boolean => task.status === "running";
const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const MARGIN_MS = 1_500;

// Six worlds at once, each of which waits for a lease or two to lapse.
const PATIENCE = { timeout: 240_000 };

describe(
  "An accepted task is never lost, and its end is recorded once",
  PATIENCE,
  () => {
    const newWorld = worldsOfThisFile();

    it.concurrent(
      "an executor killed with kill -9 in the middle of a task: the task still finishes, recorded once",
      async ({ expect }) => {
        const world = await newWorld("killed");
        const first = await world.startExecutor();
        const { id } = await world.submit('simulate: {"sleepMs": 8000}');
        const running = await world.until(id, isRunning);
        await first.kill();

        await world.startExecutor();
        const done = await world.until(id, isSucceeded);

        expect(running.lease?.executorId).toBe(first.id);
        expect(done).toMatchObject({ lapses: 1, failures: 0, returns: 0 });
        // claim, lapse, claim, end: four changes of state and not one more
        expect(done.fence).toBe(4);
        expect(await world.runs()).toHaveLength(2);
        await sleep(MARGIN_MS);
        expect((await world.read(id)).task).toEqual(done);
      },
    );

    it.concurrent(
      "the same message delivered twice runs the task once",
      async ({ expect }) => {
        const world = await newWorld("twice");
        const task = await world.submit('simulate: {"sleepMs": 1000}');
        await world.announce(task);
        await world.announce(task);
        await Promise.all([world.startExecutor(), world.startExecutor()]);
        const done = await world.until(task.id, isSucceeded);
        await world.announce(task);
        await sleep(MARGIN_MS);

        expect(await world.runs()).toHaveLength(1);
        expect((await world.read(task.id)).task).toEqual(done);
        expect(await world.queue.receive("normal", 0)).toBeUndefined();
      },
    );

    it.concurrent(
      "an executor whose lease lapsed while it was suspended writes nothing afterwards",
      async ({ expect }) => {
        const world = await newWorld("suspended");
        const zombie = await world.startExecutor();
        const { id } = await world.submit('simulate: {"sleepMs": 8000}');
        const before = await world.until(id, isRunning);
        zombie.process.kill("SIGSTOP");
        await sleep(LEASE_MS + MARGIN_MS);

        // Its CLI has long succeeded; nobody has taken the task from it yet.
        zombie.process.kill("SIGCONT");
        await sleep(MARGIN_MS);
        expect((await world.read(id)).task).toEqual(before);

        const done = await world.until(id, isSucceeded);
        expect(done).toMatchObject({ lapses: 1, failures: 0, fence: 4 });
        expect(await world.runs()).toHaveLength(2);
      },
    );

    it.concurrent(
      "a suspended executor does not touch what another one has recorded meanwhile",
      async ({ expect }) => {
        const world = await newWorld("overtaken");
        const zombie = await world.startExecutor();
        const { id } = await world.submit('simulate: {"sleepMs": 8000}');
        await world.until(id, isRunning);
        zombie.process.kill("SIGSTOP");

        const other = await world.startExecutor();
        const done = await world.until(id, isSucceeded);
        zombie.process.kill("SIGCONT");
        await sleep(2 * MARGIN_MS);

        expect(done.fence).toBe(4);
        expect(other.id).not.toBe(zombie.id);
        expect((await world.read(id)).task).toEqual(done);
        // It has survived its loss: four tasks need the places of both, and run until each was seen.
        const four = await Promise.all(
          [1, 2, 3, 4].map(() => world.submit('simulate: {"sleepMs": 50000}')),
        );
        const running = await Promise.all(
          four.map((task) => world.until(task.id, isRunning)),
        );
        const holders = running.map((task) => task.lease?.executorId);
        expect(new Set(holders)).toEqual(new Set([zombie.id, other.id]));
      },
    );

    it.concurrent(
      "a crash between the table write and the send is healed",
      async ({ expect }) => {
        const world = await newWorld("unsent");
        await world.startExecutor();
        const id = world.newId() as TaskId;
        const task = newTask(
          {
            id,
            agent: "",
            priority: "high",
            timeoutMs: 60_000,
            dispatchId: world.newId(),
          },
          new Date(),
        );
        await world.acceptWithoutSending(task, "nobody announced me");
        const done = await world.until(id, isSucceeded);
        expect(done).toMatchObject({ lapses: 0, failures: 0, fence: 2 });
        expect(await world.runs()).toHaveLength(1);
      },
    );

    it.concurrent(
      "an executor told to stop queues again what it cannot finish, without an attempt spent",
      async ({ expect }) => {
        const world = await newWorld("stopped");
        const first = await world.startExecutor();
        const { id } = await world.submit('simulate: {"sleepMs": 60000}');
        await world.until(id, isRunning);
        const exited = new Promise((resolve) => {
          first.process.once("exit", resolve);
        });
        const stoppedAt = Date.now();
        first.process.kill("SIGTERM");
        expect(await exited).toBe(0);
        expect(Date.now() - stoppedAt).toBeLessThan(onABusyMachine(12_000));

        const { task } = await world.read(id);
        expect(task).toMatchObject({
          status: "queued",
          failures: 0,
          returns: 1,
        });
      },
    );

    it.concurrent(
      "an executor whose parent is gone ends in order",
      async ({ expect }) => {
        const world = await newWorld("orphaned");
        const { process: orphan } = await world.startExecutor();
        const exited = new Promise((resolve) => {
          orphan.once("exit", resolve);
        });
        orphan.disconnect();
        expect(await exited).toBe(0);
      },
    );
  },
);
