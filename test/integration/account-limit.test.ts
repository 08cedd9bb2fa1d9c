/** The account's limit on real processes: two executors, one gate. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";

/** Longer than the other executor needs to see a gate that closed. */
const SEEN_MS = 5_000;

const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const limited = (resetsInMs: number): string =>
  `simulate: {"outcome": "usage-limit", "resetsInMs": ${String(resetsInMs)}}`;

describe("While the account's limit is closed", () => {
  const newWorld = worldsOfThisFile();

  it.concurrent(
    "nobody starts anything, nobody loses an attempt, and after the reset everything runs",
    async ({ expect }) => {
      const world = await newWorld("usage-limit");
      await Promise.all([world.startExecutor(), world.startExecutor()]);
      const resetMs = 20_000;
      const since = Date.now();
      const refused = await world.submit(limited(resetMs));
      await world.until(refused.id, (task) => task.returns === 1);
      await sleep(SEEN_MS);

      const before = await world.runs();
      const others = await Promise.all(
        [1, 2, 3, 4, 5, 6].map((number) =>
          world.submit(`task ${String(number)}`),
        ),
      );
      await sleep(2_000);
      expect(await world.runs()).toEqual(before);
      expect(before.length).toBeLessThanOrEqual(4); // one wasted start per slot at most

      await world.cancel(refused.id);
      const done = await Promise.all(
        others.map((task) => world.until(task.id, isSucceeded)),
      );
      for (const task of done)
        expect(task).toMatchObject({ failures: 0, returns: 0, lapses: 0 });
      const firstStart = Math.min(
        ...done.map((task) => task.startedAt?.getTime() ?? 0),
      );
      // `resetsAt` is whole seconds
      expect(firstStart - since).toBeGreaterThan(resetMs - 1_000);
    },
  );

  it.concurrent(
    "a task that is refused again closes it again, and is tried again",
    async ({ expect }) => {
      const world = await newWorld("rate-limit");
      await world.startExecutor();
      const { id } = await world.submit('simulate: {"outcome": "rate-limit"}');
      const twice = await world.until(id, (task) => task.returns >= 2);
      expect(twice).toMatchObject({
        failures: 0,
        error: { code: "rate-limit" },
      });
      expect(twice.error?.unlockAt).toBeInstanceOf(Date);
      await world.cancel(id);
    },
  );

  it.concurrent(
    "an outage costs none of those that found it an attempt",
    async ({ expect }) => {
      const world = await newWorld("outage");
      await world.startExecutor(4);
      const three = await Promise.all(
        [1, 2, 3].map(() =>
          world.submit('simulate: {"outcome": "unavailable"}'),
        ),
      );
      const waiting = await Promise.all(
        three.map((task) =>
          world.until(
            task.id,
            ({ status, failures, lastRun }) =>
              status === "queued" && failures === 0 && lastRun !== undefined,
          ),
        ),
      );
      for (const task of waiting) expect(task.history).toEqual([]);
    },
  );
});
