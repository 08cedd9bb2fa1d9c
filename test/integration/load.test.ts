/** Predictive load management on real processes: what waits while a usage window is nearly used up. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import type { Task } from "../../shared/domain/task.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";

const isSucceeded = (task: Task): boolean => task.status === "succeeded";
const telling = (utilization: number, resetsInMs: number): string =>
  `simulate: ${JSON.stringify({ utilization, resetsInMs })}`;

describe("While a usage window is nearly used up", () => {
  const newWorld = worldsOfThisFile();

  it.concurrent(
    "low waits, the others run, and the window's reset frees it",
    async ({ expect }) => {
      const world = await newWorld("load");
      await Promise.all([world.startExecutor(), world.startExecutor()]);
      const resetMs = 45_000;
      const since = Date.now();
      const { id } = await world.submit(telling(0.85, resetMs));
      await world.until(id, isSucceeded);
      // The other executor sees it with its next look.
      await sleep(6_000);
      const { closed } = await world.queueStatus();
      expect(closed).toMatchObject([
        {
          name: "load",
          reason: "five_hour: 85 % used",
          actor: "ccsp",
          holds: ["low"],
        },
      ]);
      const until = closed[0]?.until;
      const low = await world.submit("low", { priority: "low" });
      const shown = await world.show(low.id);
      expect(shown.startsAt).toEqual(until);
      const others = await Promise.all(
        (["urgent", "high", "normal"] as const).map((priority) =>
          world.submit(priority, { priority }),
        ),
      );
      for (const task of others) await world.until(task.id, isSucceeded);
      const done = await world.until(low.id, isSucceeded);
      const startedAt = done.startedAt?.getTime() ?? 0;
      expect(startedAt).toBeGreaterThanOrEqual(until?.getTime() ?? Infinity);
      // `resetsAt` is whole seconds.
      expect(startedAt - since).toBeGreaterThan(resetMs - 1_000);
      expect((await world.queueStatus()).closed).toEqual([]);
    },
  );

  it.concurrent(
    "a person who opens the gate is obeyed until it resets",
    async ({ expect }) => {
      const world = await newWorld("load-overruled");
      await world.startExecutor();
      const { id } = await world.submit(telling(0.97, 3_600_000));
      await world.until(id, isSucceeded);
      const held = await world.submit("held");
      await sleep(3_000);
      expect((await world.read(held.id)).task.status).toBe("queued");
      const order = {
        actor: "olga",
        reason: "the demo",
        gate: "load",
      } as const;
      expect(await world.orders.resume(order)).toEqual({ changed: true });
      await world.until(held.id, isSucceeded);
      const again = await world.submit(telling(0.98, 3_600_000));
      await world.until(again.id, isSucceeded);
      expect((await world.queueStatus()).closed).toEqual([]);
    },
  );
});
