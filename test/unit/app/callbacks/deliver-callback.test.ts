import { describe, expect, it } from "vitest";
import { deliverCallback } from "../../../../shared/app/callbacks/deliver-callback.ts";
import { MAX_CALLBACK_TRIES } from "../../../../shared/domain/callback.ts";
import { afterRedrive } from "../../../../shared/domain/transitions.ts";
import { StoreError } from "../../../../shared/ports/task-store.ts";
import { aTask } from "../../../builders/task.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { aCallbackWorld } from "./a-callback-world.ts";

const LOST = { kind: "unreachable", problem: "ECONNREFUSED" } as const;

describe("a callback that is taken", () => {
  it("says which task ended and how, and nothing else", async () => {
    const { deliver, ended, sender, now } = aCallbackWorld();
    const task = await ended();
    expect(await deliver(task)).toBe(true);
    expect(sender.posted).toEqual([
      {
        url: task.callbackUrl,
        id: task.callback?.id,
        body: JSON.stringify({
          type: "task.finished",
          timestamp: START,
          data: { taskId: task.id, status: "failed" },
        }),
      },
    ]);
    expect(now(task).callback).toMatchObject({
      status: "delivered",
      tries: 1,
      lastStatus: 204,
    });
  });

  it("is journalled without its secrets, and counted", async () => {
    const { deliver, ended, journal, metrics } = aCallbackWorld();
    const task = await ended();
    await deliver(task);
    expect(journal.of("callback-delivered")).toMatchObject([
      {
        taskId: task.id,
        origin: "https://agent.example",
        tries: 1,
        level: "info",
      },
    ]);
    expect(JSON.stringify(journal.entries)).not.toMatch(/secret|done/);
    expect(metrics.measurements).toMatchObject([
      { values: { CallbacksDelivered: 1 } },
    ]);
  });

  it("is posted once by many who try at once", async () => {
    const { deliver, ended, sender } = aCallbackWorld();
    const task = await ended();
    const tried = await Promise.all([1, 2, 3, 4].map(() => deliver(task)));
    expect(tried.filter(Boolean)).toHaveLength(1);
    expect(sender.posted).toHaveLength(1);
  });

  it("is tried no more", async () => {
    const { deliver, ended, sender, now, clock } = aCallbackWorld();
    const task = await ended();
    await deliver(task);
    await clock.advance(600_000);
    expect(await deliver(now(task))).toBe(false);
    expect(await deliver(task)).toBe(false);
    expect(sender.posted).toHaveLength(1);
  });
});

describe("a callback that is not taken", () => {
  it("is tried again at its time, under the same id", async () => {
    const { deliver, ended, sender, now, clock, journal } = aCallbackWorld();
    sender.ends.push(LOST);
    const task = await ended();
    await deliver(task);
    expect(journal.of("callback-pending")).toMatchObject([
      { level: "warn", tries: 1, problem: "ECONNREFUSED" },
    ]);
    await clock.advance(4_999);
    expect(await deliver(now(task))).toBe(false);
    await clock.advance(1);
    expect(await deliver(now(task))).toBe(true);
    const [first, second] = sender.posted;
    expect(second).toEqual(first);
    expect(now(task).callback?.status).toBe("delivered");
  });

  it("is tried again when whoever tried it died meanwhile", async () => {
    const world = aCallbackWorld();
    const { deliver, ended, now, clock } = world;
    const task = await ended();
    const dying = deliverCallback({
      ...world,
      sender: { post: () => new Promise<never>(() => {}) },
    });
    void dying(task);
    await clock.advance(29_999);
    expect(await deliver(now(task))).toBe(false);
    await clock.advance(1);
    expect(await deliver(now(task))).toBe(true);
    expect(now(task).callback).toMatchObject({ status: "delivered", tries: 2 });
  });

  it("is not tried while the row cannot be written", async () => {
    const { deliver, ended, sender, store } = aCallbackWorld();
    const task = await ended();
    store.failing.add("noteCallback");
    await expect(deliver(task)).rejects.toThrow(StoreError);
    expect(sender.posted).toEqual([]);
  });

  it("is given up after the last try, journalled as an error and counted", async () => {
    const { deliver, ended, sender, now, clock, journal, metrics } =
      aCallbackWorld();
    const task = await ended();
    for (let tries = 0; tries < MAX_CALLBACK_TRIES; tries += 1) {
      sender.ends.push({ kind: "answered", status: 503 });
      expect(await deliver(now(task))).toBe(true);
      await clock.advance(90_000_000);
    }
    expect(await deliver(now(task))).toBe(false);
    expect(now(task).callback).toMatchObject({
      status: "failed",
      tries: MAX_CALLBACK_TRIES,
      lastStatus: 503,
    });
    expect(journal.of("callback-failed")).toMatchObject([{ level: "error" }]);
    expect(metrics.measurements).toMatchObject([
      { values: { CallbacksFailed: 1 } },
    ]);
  });

  it("is given up when the last try was begun and its end is not known", async () => {
    const { deliver, ended, sender, now, store, journal } = aCallbackWorld();
    const task = await ended();
    const callback = { ...task.callback!, tries: MAX_CALLBACK_TRIES };
    const row = store.rows.get(task.id)!;
    store.rows.set(task.id, { ...row, task: { ...task, callback } });
    expect(await deliver(now(task))).toBe(true);
    expect(now(task).callback?.status).toBe("failed");
    expect(sender.posted).toEqual([]);
    expect(journal.of("callback-failed")).toHaveLength(1);
  });
});

describe("no callback is due", () => {
  it("of a task that names no URL", async () => {
    const { deliver, sender } = aCallbackWorld();
    expect(await deliver(aTask({ status: "failed" }))).toBe(false);
    expect(sender.posted).toEqual([]);
  });

  it("of a task that was begun anew since", async () => {
    const { deliver, ended, sender, store, now } = aCallbackWorld();
    const task = await ended();
    await store.transition(task, afterRedrive(task, START, "d-2"));
    expect(await deliver(task)).toBe(false);
    expect(await deliver(now(task))).toBe(false);
    expect(sender.posted).toEqual([]);
  });

  it("of a row that says so and names no URL", async () => {
    const { deliver, ended, store, sender } = aCallbackWorld();
    const { callbackUrl: _, ...task } = await ended();
    const row = store.rows.get(task.id)!;
    store.rows.set(task.id, { ...row, task });
    expect(await deliver(task)).toBe(false);
    expect(sender.posted).toEqual([]);
  });
});
