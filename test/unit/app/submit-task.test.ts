import { describe, expect, it } from "vitest";
import { admitTask } from "../../../shared/app/admit-task.ts";
import {
  type Submission,
  submitTask,
} from "../../../shared/app/submit-task.ts";
import { sweep } from "../../../shared/app/sweep.ts";
import type { ClosedGate } from "../../../shared/domain/gate.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aContent, aTask, newTaskId } from "../../builders/task.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

const DAY = 86_400_000;
const submission = (fields: Partial<Submission> = {}): Submission => ({
  agent: "alice",
  priority: "normal",
  timeoutMs: 1_000,
  content: aContent({ metadata: { a: 1 } }),
  ...fields,
});
const withKey = (bodyHash = "h", key = "k") =>
  submission({ idempotency: { key, bodyHash } });

function aDoor() {
  const world = aWorld();
  const closedGates = () => world.control.gates.closedGates();
  const caps = async () => ({ maxQueuedPerAgent: 3, maxQueuedPerClass: 5 });
  const deps = {
    ...world,
    newTaskId,
    closedGates,
    expectStart: async () => undefined,
    admit: admitTask({ ...world, ...world.control, closedGates, caps }),
  };
  const submit = submitTask(deps);
  const accepted = async (from: Submission) => {
    const submitted = await submit(from);
    if (submitted.kind === "accepted") return submitted.task;
    throw new Error(`refused: ${submitted.kind}`);
  };
  return { ...world, deps, submit, accepted };
}

describe("a submission", () => {
  it("keeps with its row when it is expected to start", async () => {
    const { deps, store } = aDoor();
    const expected = later(START, 60_000);
    const submit = submitTask({ ...deps, expectStart: async () => expected });
    await submit(submission());
    const [row] = store.rows.values();
    expect(row?.task.predictedStartAt).toEqual(expected);
  });

  it("is noted with the request that brought it, and one that comes again as such", async () => {
    const { accepted, journal } = aDoor();
    const from = { ...withKey(), requestId: "r-1" };
    const { id: taskId } = await accepted(from);
    await accepted({ ...from, requestId: "r-2" });
    expect(journal.entries).toMatchObject([
      { event: "task-accepted", taskId, requestId: "r-1", agent: "alice" },
      { event: "submission-repeated", taskId },
    ]);
  });

  it("becomes a row, then a message, then an answer", async () => {
    const { accepted, store, queue, metrics, now } = aDoor();
    const task = await accepted(submission());
    expect(task).toMatchObject({ agent: "alice", status: "queued", fence: 0 });
    expect(await store.readWhole(task.id)).toMatchObject({
      metadata: { a: 1 },
    });
    expect(queue.sent).toMatchObject([
      { taskId: task.id, dispatchId: task.dispatchId },
    ]);
    expect(now(task).wakeAt).toEqual(later(START, DAY));
    expect(metrics.measurements).toEqual([
      {
        values: { TasksAccepted: 1 },
        dimensions: { Class: "normal" },
        properties: { agent: "alice", taskId: task.id },
      },
    ]);
  });

  it("is accepted while the queue is away, and sent by the sweeper", async () => {
    const { accepted, queue, clock, now, deps } = aDoor();
    queue.failing.add("send");
    const task = await accepted(submission());
    expect(now(task).wakeAt).toEqual(later(START, 30_000));
    queue.failing.delete("send");
    await clock.advance(30_000);
    expect(await sweep(deps)(10_000)).toEqual({ announced: 1, lapsed: 0 });
    expect(queue.sent).toMatchObject([{ taskId: task.id }]);
  });

  it("is not accepted when the row cannot be written, and sends nothing", async () => {
    const { submit, store, queue, metrics } = aDoor();
    store.failing.add("create");
    await expect(submit(submission())).rejects.toMatchObject({
      name: "StoreError",
    });
    expect(queue.sent).toEqual([]);
    expect(metrics.measurements).toEqual([]);
  });

  it("may be for a time ahead", async () => {
    const { accepted, queue } = aDoor();
    const executeAt = later(START, DAY);
    const task = await accepted(submission({ executeAt }));
    expect(task).toMatchObject({ status: "scheduled", notBefore: executeAt });
    expect(queue.sent).toEqual([]);
  });

  it.each([
    ["a moment ago", -1, "past"],
    ["in more than a year", 365 * DAY + 1, "365 days"],
  ])("is refused for %s", async (_, aheadMs, word) => {
    const { submit, store } = aDoor();
    const executeAt = later(START, aheadMs);
    expect(await submit(submission({ executeAt }))).toEqual({
      kind: "bad-time",
      problem: expect.stringContaining(word),
    });
    expect(store.rows.size).toBe(0);
  });

  it.each([0, 365 * DAY])("is accepted for %d ms ahead", async (aheadMs) => {
    const { submit } = aDoor();
    const executeAt = later(START, aheadMs);
    const { kind } = await submit(submission({ executeAt }));
    expect(kind).toBe("accepted");
  });
});

describe("a submission while a gate is closed", () => {
  const gate = (fields: Partial<ClosedGate> = {}): ClosedGate => ({
    name: "emergency",
    reason: "smoke",
    actor: "olga",
    since: START,
    ...fields,
  });

  it("is refused under an emergency stop", async () => {
    const { submit, control, store } = aDoor();
    await control.gates.close(gate());
    await control.gates.close(gate({ name: "paused" }));
    const refused = { kind: "stopped", gate: gate() };
    expect(await submit(submission())).toEqual(refused);
    expect(store.rows.size).toBe(0);
  });

  it("is accepted under a pause, and after a stop's own end", async () => {
    const { submit, control } = aDoor();
    await control.gates.close(gate({ name: "paused" }));
    await control.gates.close(gate({ until: START }));
    expect((await submit(submission())).kind).toBe("accepted");
  });
});

describe("a submission when as many wait as may wait", () => {
  it("is refused, and leaves nothing behind", async () => {
    const { submit, accepted, store, queue } = aDoor();
    for (let count = 0; count < 3; count += 1) await accepted(submission());
    expect(await submit(submission())).toEqual({
      kind: "full",
      cap: "maxQueuedPerAgent",
      most: 3,
      queueClass: "normal",
      retryAfterSeconds: 60,
    });
    expect([store.rows.size, queue.sent.length]).toEqual([3, 3]);
  });

  it("is refused in a class that is full, and accepted in another", async () => {
    const { submit, accepted } = aDoor();
    for (const agent of ["bob", "bob", "bob", "carol", "carol"])
      await accepted(submission({ agent }));
    const refused = { kind: "full", cap: "maxQueuedPerClass", most: 5 };
    expect(await submit(submission())).toMatchObject(refused);
    await accepted(submission({ priority: "high" }));
  });

  it("gives back the first task when it is a repeated one", async () => {
    const { accepted } = aDoor();
    const first = await accepted(withKey());
    for (let count = 0; count < 2; count += 1) await accepted(submission());
    expect((await accepted(withKey())).id).toBe(first.id);
  });

  it("gives it back also when both came at once, and one took the last place", async () => {
    const { accepted, deps, store } = aDoor();
    for (let count = 0; count < 2; count += 1) await accepted(submission());
    const submit = submitTask({
      ...deps,
      // Its twin is written while it looks for a place.
      admit: async (task) => {
        const key = { agent: "alice", key: "k" };
        const { taskId: id } = (await store.findKey(key, START))!;
        await store.create(aTask({ id }), aContent());
        return deps.admit(task);
      },
    });
    expect((await submit(withKey())).kind).toBe("accepted");
    expect(store.rows.size).toBe(3);
  });

  it("takes no place when it cannot be written", async () => {
    const { submit, accepted, store } = aDoor();
    store.failing.add("create");
    for (let count = 0; count < 9; count += 1)
      await expect(submit(submission())).rejects.toThrow();
    store.failing.clear();
    for (let count = 0; count < 3; count += 1) await accepted(submission());
  });
});

describe("a submission with an idempotency key", () => {
  it("gives back the first task, as it is now", async () => {
    const { accepted, store, queue, metrics } = aDoor();
    const first = await accepted(withKey());
    const again = await accepted(withKey());
    expect(again.id).toBe(first.id);
    expect(store.rows.size).toBe(1);
    expect(queue.sent).toHaveLength(1);
    expect(metrics.measurements).toHaveLength(1);
  });

  it("is refused with another body", async () => {
    const { accepted, submit } = aDoor();
    await accepted(withKey());
    expect(await submit(withKey("other"))).toEqual({ kind: "key-reused" });
  });

  it("is one task, when twenty come at once", async () => {
    const { accepted, store, queue } = aDoor();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => accepted(withKey())),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(store.rows.size).toBe(1);
    expect(queue.sent).toHaveLength(1);
  });

  it("is a new task after a day", async () => {
    const { accepted, clock, store } = aDoor();
    const first = await accepted(withKey());
    await clock.advance(DAY);
    const second = await accepted(withKey("other"));
    expect(second.id).not.toBe(first.id);
    expect(store.rows.size).toBe(2);
  });

  it("makes the task that a dead process had promised", async () => {
    const { accepted, store } = aDoor();
    store.failing.add("create");
    await expect(accepted(withKey())).rejects.toThrow();
    store.failing.delete("create");
    const first = await accepted(withKey());
    const again = await accepted(withKey());
    expect(again.id).toBe(first.id);
  });

  it("gives back a scheduled task also after its time", async () => {
    const { accepted, clock } = aDoor();
    const executeAt = later(START, 60_000);
    const ahead = { ...withKey(), executeAt };
    const first = await accepted(ahead);
    await clock.advance(120_000);
    expect((await accepted(ahead)).id).toBe(first.id);
  });

  it("leaves its key free when its time is refused, so that the corrected one may use it", async () => {
    const { accepted, submit } = aDoor();
    const executeAt = later(START, -1);
    const wrong = { ...withKey("wrong"), executeAt };
    expect(await submit(wrong)).toMatchObject({ kind: "bad-time" });
    await accepted(withKey("right"));
    expect(await submit(wrong)).toEqual({ kind: "key-reused" });
    expect(await submit({ ...submission(), executeAt })).toMatchObject({
      kind: "bad-time",
    });
  });

  it("gives back what it made when somebody quicker made it and it is gone already", async () => {
    const { deps } = aDoor();
    const submit = submitTask({
      ...deps,
      store: { ...deps.store, create: async () => false },
    });
    expect(await submit(withKey())).toMatchObject({
      kind: "accepted",
      task: { status: "queued" },
    });
  });
});
