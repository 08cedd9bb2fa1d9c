import { describe, expect, it } from "vitest";
import { createSlots } from "../../../../shared/app/executor/slots.ts";
import {
  workOneTask,
  type WorkDeps,
} from "../../../../shared/app/executor/work-one-task.ts";
import { sweep } from "../../../../shared/app/sweep.ts";
import type { Task } from "../../../../shared/domain/task.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { afterCancel } from "../../../../shared/domain/transitions.ts";
import type { TaskContent } from "../../../../shared/ports/task-store.ts";
import { fixedSettings } from "../../../builders/settings.ts";
import { aContent, aTask, newTaskId } from "../../../builders/task.ts";
import { aWorld } from "../../../builders/world.ts";
import { settled, START } from "../../../fakes/memory-clock.ts";
import { followAccount } from "../../../../shared/app/executor/follow-account.ts";
import { memoryCli } from "../../../fakes/memory-cli.ts";

function aWorker(change: (deps: WorkDeps) => Partial<WorkDeps> = () => ({})) {
  const world = aWorld();
  const cli = memoryCli();
  const slots = createSlots(2);
  const account = followAccount({
    ...world,
    limits: world.control.limits,
    onChange: () => undefined,
  });
  const base: WorkDeps = {
    ...world,
    cli,
    slots,
    account,
    settings: fixedSettings(),
    executorId: "e-1",
    session: { after: async () => undefined },
    callBackSoon: () => undefined,
    onSeen: async () => undefined,
    onMisconfigured: () => undefined,
  };
  const deps = { ...base, ...change(base) };
  const work = workOneTask(deps);
  /** Receives the next message of the class and works on it. */
  const workOn = async (
    queueClass: Task["queueClass"] = "normal",
    slot = 0,
    onRunOver = (): void => undefined,
  ) => work((await world.queue.receive(queueClass, 0))!, slot, onRunOver);
  /** Accepts a task and lets it run. */
  const running = async (fields?: Partial<Task>, content?: TaskContent) => {
    const task = await world.accept(fields, content);
    const done = workOn(task.queueClass);
    return { task, done, run: await cli.nextRun() };
  };
  return { ...world, deps, cli, slots, work, workOn, running };
}

describe("a task that is received", () => {
  it("is claimed, its message removed, run and recorded, in this order", async () => {
    const order: string[] = [];
    const { running, queue } = aWorker(({ store, cli, queue }) => ({
      store: {
        ...store,
        claim: (claim) => {
          order.push("claim");
          return store.claim(claim);
        },
        transition: (...args) => {
          order.push("record");
          return store.transition(...args);
        },
      },
      queue: {
        ...queue,
        remove: (message) => {
          order.push("remove");
          return queue.remove(message);
        },
      },
      cli: {
        run: (...args) => {
          order.push("run");
          return cli.run(...args);
        },
      },
    }));
    const { run, done } = await running();
    // Nothing waits for the run: the message is gone while it lasts.
    await settled();
    expect(queue.left()).toBe(0);
    run.finish();
    await done;
    expect(order).toEqual(["claim", "remove", "run", "record"]);
  });

  it("is followed through the journal by its id and its request's, down to the process that ran for it", async () => {
    const { running, journal } = aWorker();
    const { task, run, done } = await running({ requestId: "r-1" });
    run.finish({ sessionId: "s-1" });
    await done;
    const ids = { taskId: task.id, requestId: "r-1", attempt: 1 };
    expect(journal.entries).toMatchObject([
      { event: "run-started", ...ids },
      { event: "cli-started", ...ids, slot: 0, pid: expect.any(Number) },
      { event: "run-recorded", ...ids, sessionId: "s-1" },
    ]);
  });

  it("is counted with its run when its end is recorded", async () => {
    const { running, now, usage, clock } = aWorker();
    const { task, run, done } = await running();
    await clock.advance(2_000);
    run.finish({ result: "fine" });
    await done;
    const at = clock.now();
    const startedAt = now(task).startedAt;
    expect(usage.runs).toMatchObject([
      { task: { id: task.id, startedAt }, run: { outcome: "success" }, at },
    ]);
    expect(usage.ends).toEqual([now(task)]);
  });

  it("is not counted while it goes on, though its run is, with the model it asked for", async () => {
    const { running, usage } = aWorker();
    const content = aContent({ request: { prompt: "x", model: "sonnet" } });
    const { run, done } = await running({}, content);
    run.finish({ outcome: "interrupted" });
    await done;
    expect(usage.runs).toMatchObject([
      { run: { outcome: "interrupted" }, model: "sonnet" },
    ]);
    expect(usage.ends).toEqual([]);
  });

  it("is told of when its end is recorded", async () => {
    const told: Task[] = [];
    const { running, now } = aWorker(() => ({
      callBackSoon: (ended) => told.push(ended),
    }));
    const { task, run, done } = await running({
      callbackUrl: "https://agent.example/done",
    });
    run.finish({ result: "fine" });
    await done;
    expect(told).toEqual([now(task)]);
    expect(told[0]?.callback).toMatchObject({ status: "pending", tries: 0 });
  });

  it("is not told of when it goes on, nor when another has recorded its end", async () => {
    const told: Task[] = [];
    const callBackSoon = (ended: Task) => told.push(ended);
    const waiting = await aWorker(() => ({ callBackSoon })).running();
    waiting.run.finish({ outcome: "interrupted" });
    await waiting.done;
    const { running, store, clock } = aWorker(() => ({ callBackSoon }));
    const { task, run, done } = await running();
    const seen = (await store.read(task.id))!;
    await store.transition(seen, afterCancel(seen, clock.now()));
    run.finish({ result: "fine" });
    await done;
    expect(told).toEqual([]);
  });

  it("runs in its slot with what was asked, and ends with the answer", async () => {
    const { accept, workOn, cli, store, clock, slots, metrics } = aWorker();
    const request = { prompt: "say fine", model: "sonnet" };
    await clock.advance(2_000);
    const task = await accept({ timeoutMs: 7_000, failures: 1 }, { request });
    const done = workOn("normal", 1);
    const run = await cli.nextRun();
    expect(run).toMatchObject({
      request: { ...request, timeoutMs: 7_000 },
      slot: 1,
    });
    expect(slots.running.get(task.id)?.task).toMatchObject({
      status: "running",
      lease: { executorId: "e-1", until: later(START, 32_000) },
    });
    run.finish({ result: "fine", executionTimeMs: 5 });
    await done;
    const whole = await store.readWhole(task.id);
    expect(whole).toMatchObject({
      task: { status: "succeeded", fence: 2, lastRun: { executionTimeMs: 5 } },
      result: "fine",
    });
    expect(slots.running.size).toBe(0);
    expect(clock.sleepers()).toBe(0);
    const properties = { agent: "alice", taskId: task.id };
    expect(metrics.measurements).toEqual([
      {
        values: { TasksStarted: 1, TaskWaitTime: 2_000 },
        dimensions: { Class: "normal" },
        properties,
      },
    ]);
  });

  it("has waited until its start as it is recorded, however late the claim is answered", async () => {
    const { running, metrics, clock } = aWorker(({ store }) => ({
      store: {
        ...store,
        claim: async (claim) => {
          const claimed = await store.claim(claim);
          await clock.advance(500);
          return claimed;
        },
      },
    }));
    const { run, done } = await running();
    run.finish();
    await done;
    expect(metrics.measurements[0]?.values).toMatchObject({ TaskWaitTime: 0 });
  });

  it("has freed its slot when its run is over, before its end is recorded", async () => {
    const order: string[] = [];
    const { accept, workOn, cli } = aWorker(({ store }) => ({
      store: {
        ...store,
        transition: (...args) => {
          order.push("record");
          return store.transition(...args);
        },
      },
    }));
    await accept();
    const done = workOn("normal", 0, () => {
      order.push("free");
    });
    const run = await cli.nextRun();
    expect(order).toEqual([]);
    run.finish();
    await done;
    expect(order).toEqual(["free", "record"]);
  });

  it("runs once, when its message comes twice at the same time", async () => {
    const { running, queue, workOn, cli, now } = aWorker();
    const { task, run, done } = await running();
    const { id: taskId, queueClass, agent } = task;
    const again = { taskId, queueClass, agent, delayMs: 0 };
    await queue.send({ ...again, dispatchId: "d-1" });
    await workOn();
    expect(cli.runs).toHaveLength(1);
    expect(queue.left()).toBe(0);
    run.finish();
    await done;
    expect(now(task)).toMatchObject({ status: "succeeded", fence: 2 });
  });

  it("runs although its message cannot be removed", async () => {
    const { running, queue, journal, now, workOn, clock, cli } = aWorker();
    queue.failing.add("remove");
    const { task, run, done } = await running();
    run.finish();
    await done;
    expect(now(task).status).toBe("succeeded");
    expect(journal.of("remove-failed")).toHaveLength(1);
    // What stayed comes back, and is found stale.
    queue.failing.clear();
    await clock.advance(30_000);
    await workOn();
    expect(queue.left()).toBe(0);
    expect(cli.runs).toHaveLength(1);
  });

  it("is left alone while the store cannot be asked", async () => {
    const { accept, workOn, store, queue, cli, now } = aWorker();
    const task = await accept();
    store.failing.add("claim");
    await expect(workOn()).rejects.toMatchObject({ name: "StoreError" });
    expect(queue.left()).toBe(1);
    expect(cli.runs).toEqual([]);
    expect(now(task).status).toBe("queued");
  });
});

describe("a message without a task to run", () => {
  it.each<[string, Partial<Task>]>([
    ["finished", { status: "cancelled", finishedAt: START }],
    ["blocked", { status: "blocked" }],
    ["of another class by now", { queueClass: "high" }],
  ])("is removed: the task is %s", async (_, fields) => {
    const { store, queue, workOn, journal, cli } = aWorker();
    const task = aTask();
    await store.create({ ...task, ...fields }, aContent());
    const { id: taskId, agent } = task;
    const pointer = { taskId, agent, dispatchId: "d-1", delayMs: 0 };
    await queue.send({ ...pointer, queueClass: "normal" });
    expect(await workOn()).toBe("stale");
    expect(queue.left()).toBe(0);
    expect(cli.runs).toEqual([]);
    expect(journal.of("message-stale")).toMatchObject([{ taskId }]);
  });

  it("is removed: the task is not there, or there is no pointer", async () => {
    const { queue, workOn, journal } = aWorker();
    queue.putGarbage("normal");
    await workOn();
    const pointer = { taskId: newTaskId(), dispatchId: "d", agent: "alice" };
    await queue.send({ ...pointer, queueClass: "normal", delayMs: 0 });
    await workOn();
    expect(queue.left()).toBe(0);
    expect(journal.of("message-stale")).toHaveLength(2);
  });
});

describe("a message that comes early", () => {
  const early = async (
    notBeforeMs: number,
    worker = aWorker(),
    dispatchId = "d-1",
  ) => {
    const { store, queue, workOn } = worker;
    const notBefore = later(START, notBeforeMs);
    const task = aTask({ notBefore });
    await store.create(task, aContent());
    const { id: taskId, queueClass, agent } = task;
    const pointer = { taskId, queueClass, agent, dispatchId };
    await queue.send({ ...pointer, delayMs: 0 });
    await workOn();
    return worker;
  };

  it("hides for the rest of the time", async () => {
    const { queue, clock, cli, workOn } = await early(5_000);
    expect(queue.hidden).toEqual([{ forMs: 5_000 }]);
    await clock.advance(5_000);
    const done = workOn();
    (await cli.nextRun()).finish();
    await done;
    expect(queue.left()).toBe(0);
  });

  it("hides for a quarter of an hour when there is more to wait", async () => {
    const { queue } = await early(86_400_000);
    expect(queue.hidden).toEqual([{ forMs: 900_000 }]);
  });

  it("comes again at once when the time came between claim and look", async () => {
    const worker = aWorker(({ store, clock }) => ({
      store: {
        ...store,
        claim: async (claim) => {
          const claimed = await store.claim(claim);
          await clock.sleep(10);
          return claimed;
        },
      },
    }));
    const handled = early(5, worker);
    await worker.clock.advance(10);
    await handled;
    expect(worker.queue.hidden).toEqual([{ forMs: 0 }]);
    expect(await worker.queue.receive("normal", 0)).toBeDefined();
  });

  it("stays although its sender has not noted it yet", async () => {
    const { queue } = await early(500, aWorker(), "d-of-the-sweeper");
    expect(queue.left()).toBe(1);
  });
});

describe("a run that did not succeed", () => {
  it("is queued again and announced for its time", async () => {
    const { running, queue, now, usage } = aWorker();
    const { task, run, done } = await running();
    run.finish({ outcome: "crashed" });
    await done;
    const { dispatchId } = now(task);
    expect(now(task)).toMatchObject({ status: "queued", failures: 1 });
    expect(queue.sent.at(-1)).toMatchObject({ dispatchId, delayMs: 1_000 });
    expect(usage.runs).toMatchObject([{ run: { outcome: "crashed" } }]);
    expect(usage.ends).toEqual([]);
  });

  it("is found by the sweeper when it cannot be announced", async () => {
    const worker = aWorker();
    const { running, queue, now, clock } = worker;
    const { task, run, done } = await running();
    queue.failing.add("send");
    run.finish({ outcome: "interrupted" });
    await done;
    expect(now(task)).toMatchObject({
      status: "queued",
      wakeAt: later(START, 30_000),
    });
    queue.failing.clear();
    await clock.advance(30_000);
    expect(await sweep(worker)(10_000)).toEqual({ announced: 1, lapsed: 0 });
    expect(queue.left()).toBe(1);
  });

  it("may run in another slot before it is all over in this one", async () => {
    const second = Promise.withResolvers<unknown>();
    const worker = aWorker(({ announce }) => ({
      announce: async (task) => {
        const announced = await announce(task);
        second.resolve(worker.workOn("normal", 1));
        await settled();
        return announced;
      },
    }));
    const { running, cli, slots, now } = worker;
    const { task, run, done } = await running();
    run.finish({ outcome: "interrupted" });
    await done;
    const again = await cli.nextRun();
    // Whoever ends what runs here must find it.
    expect(slots.running.get(task.id)?.task.fence).toBe(3);
    again.finish();
    await second.promise;
    expect(slots.running.size).toBe(0);
    expect(now(task).status).toBe("succeeded");
  });
});

describe("a run whose lease is lost", () => {
  it("by time is ended, and nothing is written", async () => {
    const { running, store, clock, now, journal, usage } = aWorker();
    const { task, run, done } = await running();
    const claimed = now(task);
    store.failing.add("renew");
    await clock.advance(29_999);
    expect(run.isFinished()).toBe(false);
    await clock.advance(1);
    expect(run.isFinished()).toBe(true);
    store.failing.clear();
    await done;
    expect(now(task)).toBe(claimed);
    expect(journal.of("run-dropped")).toMatchObject([
      { taskId: task.id, endedFor: "lease-lost", status: undefined },
    ]);
    expect(usage.ends).toEqual([]);
  });

  it("by a cancel is ended at the next beat, and the cancel stays", async () => {
    const { running, store, clock, now } = aWorker();
    const { task, run, done } = await running();
    const cancelled = afterCancel(now(task), clock.now());
    await store.transition(now(task), cancelled);
    await clock.advance(11_000);
    expect(run.isFinished()).toBe(true);
    await done;
    expect(now(task)).toBe(cancelled);
  });

  it("by a suspension is ended, though it had an answer", async () => {
    const { running, clock, now } = aWorker();
    const { task, run, done } = await running();
    const claimed = now(task);
    await clock.leap(31_000);
    run.finish({ result: "too late" });
    await done;
    expect(now(task)).toBe(claimed);
  });

  it("to another executor is not recorded over the other's run", async () => {
    const worker = aWorker();
    const { running, store, clock, now } = worker;
    const { task, run, done } = await running();
    store.failing.add("renew");
    await clock.leap(30_000);
    // The leap ended the run; meanwhile the sweeper gave the task away.
    await sweep(worker)(10_000);
    run.finish({ result: "zombie" });
    await done;
    expect(now(task)).toMatchObject({ status: "queued", fence: 2, lapses: 1 });
  });

  it("is ended as cancelled when that is said", async () => {
    const { running, slots, now, journal } = aWorker();
    const { task, run, done } = await running();
    const claimed = now(task);
    slots.running.get(task.id)?.end("cancelled");
    slots.running.get(task.id)?.end("stopping");
    expect(run.isFinished()).toBe(true);
    await done;
    expect(now(task)).toBe(claimed);
    expect(journal.of("run-dropped")).toMatchObject([
      { endedFor: "cancelled" },
    ]);
  });
});

describe("a run that ends while the store is away", () => {
  it("is recorded as soon as the store is back, while the lease lasts", async () => {
    const { running, store, clock, now, journal } = aWorker();
    const { task, run, done } = await running();
    await clock.advance(10_000);
    store.failing.add("transition").add("renew");
    run.finish({ result: "fine" });
    await clock.advance(25_000);
    expect(now(task).status).toBe("running");
    store.failing.clear();
    await clock.advance(500);
    await done;
    expect(now(task).status).toBe("succeeded");
    expect(journal.of("record-failed").length).toBeGreaterThan(10);
  });

  it("is given up once the lease is over", async () => {
    const { running, store, clock, now, journal } = aWorker();
    const { task, run, done } = await running();
    store.failing.add("transition").add("renew");
    run.finish({ result: "fine" });
    await clock.advance(30_500);
    await done;
    store.failing.clear();
    expect(now(task).status).toBe("running");
    expect(journal.of("run-dropped")).toHaveLength(1);
    expect(clock.sleepers()).toBe(0);
  });
});

it("a run is recorded only while the store, too, sees the lease", async () => {
  const { running, store, now, clock } = aWorker();
  const { task, run, done } = await running();
  const cut = { executorId: "e-1", until: clock.now() };
  store.rows.set(task.id, {
    task: { ...now(task), lease: cut },
    content: aContent(),
  });
  run.finish();
  await done;
  expect(now(task).status).toBe("running");
});

it("a run that we stop is queued again without an attempt spent", async () => {
  const { running, slots, now, queue, journal } = aWorker();
  const { task, run, done } = await running({ failures: 2 });
  slots.running.get(task.id)?.end("stopping");
  expect(run.isFinished()).toBe(true);
  await done;
  expect(now(task)).toMatchObject({
    status: "queued",
    failures: 2,
    returns: 1,
    notBefore: START,
  });
  expect(queue.sent.at(-1)).toMatchObject({ taskId: task.id, delayMs: 0 });
  expect(journal.of("run-recorded")).toMatchObject([{ endedFor: "stopping" }]);
});

describe("a task that is received after the account's limit closed", () => {
  it("is given back unclaimed", async () => {
    const { accept, workOn, deps, cli, queue, now, metrics } = aWorker();
    const refused = { taskId: newTaskId(), outcome: "rate-limit" } as const;
    await deps.account.observe(refused);
    const task = await accept();
    await workOn();
    expect(metrics.measurements).toEqual([
      { values: { MessagesGivenBack: 1 }, dimensions: { Class: "normal" } },
    ]);
    expect(cli.runs).toEqual([]);
    expect(now(task)).toMatchObject({ status: "queued", fence: 0 });
    expect([queue.left(), queue.hidden]).toEqual([1, [{ forMs: 0 }]]);
  });

  it("is claimed by the canary alone, when the time is over", async () => {
    const { accept, workOn, deps, cli, clock, now } = aWorker();
    const refused = { taskId: newTaskId(), outcome: "rate-limit" } as const;
    await deps.account.observe(refused);
    await clock.advance(1_000);
    const tasks = [await accept(), await accept()];
    const working = [workOn("normal", 0), workOn("normal", 1)];
    const run = await cli.nextRun();
    await settled();
    expect(cli.runs).toHaveLength(1);
    const statuses = tasks.map((task) => now(task).status);
    expect(statuses.toSorted()).toEqual(["queued", "running"]);
    run.finish();
    await Promise.all(working);
    expect(deps.account.allowance()).toEqual({ kind: "open", places: 1 });
  });
});
