/** How executors take their work, on real queues: what is asked, by whom, and in which order. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sqsTaskQueue } from "../../shared/adapters/sqs/task-queue.ts";
import { changeSignal } from "../../shared/app/executor/change-signal.ts";
import { createSlots } from "../../shared/app/executor/slots.ts";
import { takeWork } from "../../shared/app/executor/take-work.ts";
import {
  QUEUE_CLASSES,
  type QueueClass,
  type TaskId,
} from "../../shared/domain/task.ts";
import type { TaskQueue } from "../../shared/ports/task-queue.ts";
import { systemClock } from "../../shared/runtime/system-clock.ts";
import { type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { memoryJournal } from "../fakes/memory-journal.ts";
import { memoryMetrics } from "../fakes/memory-metrics.ts";
import { type SqsRequests, watchSqsRequests } from "./harness/sqs-requests.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

let aws: LocalAws;
let queue: TaskQueue;
let requests: SqsRequests;
let takers: Taker[];

beforeEach(async () => {
  takers = [];
  aws = await startLocalAws();
  requests = watchSqsRequests();
  queue = sqsTaskQueue(aws.queueUrls, aws.sqs);
});
afterEach(async () => {
  for (const taker of takers) taker.stop();
  requests.stop();
  await aws.stop();
  await Promise.all(takers.map((taker) => taker.over));
});

interface Taker {
  /** The tasks that it started, in this order. */
  readonly started: readonly { readonly id: TaskId; end(): void }[];
  /** Its receives: each with the seconds that it waits. */
  readonly asked: readonly (readonly [QueueClass, number])[];
  givenBack(): number;
  /** Its polls are in flight, and it has a free slot. */
  isWaiting(): boolean;
  stop(): void;
  readonly over: Promise<void>;
}

/** @param isQuick each task ends as soon as it was started */
function startTaker(size: number, isQuick = false): Taker {
  const slots = createSlots(size);
  const changed = changeSignal();
  const stopping = new AbortController();
  const metrics = memoryMetrics();
  const started: { id: TaskId; end(): void }[] = [];
  const asked: [QueueClass, number][] = [];
  let inFlight = 0;
  const take = takeWork({
    queue: {
      ...queue,
      receive: async (queueClass, waitSeconds) => {
        asked.push([queueClass, waitSeconds]);
        inFlight += 1;
        return queue.receive(queueClass, waitSeconds).finally(() => {
          inFlight -= 1;
        });
      },
    },
    slots,
    changed,
    mayStart: () => true,
    isHeld: () => false,
    places: () => size,
    onOnlyStale: () => {},
    workOneTask: async (message) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const end = (): void => {
        resolve(undefined);
      };
      if (message.pointer) started.push({ id: message.pointer.taskId, end });
      if (isQuick) end();
      await Promise.all([promise, queue.remove(message)]);
    },
    clock: systemClock(),
    journal: memoryJournal(),
    metrics,
    random: Math.random,
  });
  const taker: Taker = {
    started,
    asked,
    givenBack: () =>
      metrics.measurements.filter(({ values }) => values.MessagesGivenBack)
        .length,
    isWaiting: () => inFlight === QUEUE_CLASSES.length && slots.hasFree(),
    stop: () => {
      stopping.abort();
      changed.notify();
    },
    over: take(stopping.signal),
  };
  takers.push(taker);
  return taker;
}

async function put(queueClass: QueueClass): Promise<TaskId> {
  const taskId = randomUUID() as TaskId;
  const pointer = { taskId, dispatchId: "d", agent: "alice" };
  await queue.send({ ...pointer, queueClass, delayMs: 0 });
  return taskId;
}

const idsOf = ({ started }: Taker): readonly TaskId[] =>
  started.map(({ id }) => id);

const until = (isSo: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 60_000 });

const waits = ({ asked }: Taker): readonly number[] =>
  asked.map(([, seconds]) => seconds);

describe("an executor that has nothing to do", () => {
  it("asks each queue once, then waits on all five, and asks nothing more", async () => {
    const taker = startTaker(2);
    await until(() => taker.isWaiting());
    const asked = [0, 0, 0, 0, 0, 20, 20, 20, 20, 20];
    expect(waits(taker)).toEqual(asked);
    // What was asked has arrived.
    await until(() => requests.count() === asked.length);
    await sleep(4_000);
    expect(requests.count()).toBe(asked.length);
  });
});

describe("an executor that has work", () => {
  it("asks one queue at a time in the order of the choice, without waiting", async () => {
    const ids: TaskId[] = [];
    for (const each of [
      "urgent",
      "high",
      "normal",
      "scheduled",
      "low",
    ] as const)
      ids.push(await put(each));
    const taker = startTaker(1);
    for (let count = 1; count <= ids.length; count += 1) {
      await until(() => taker.started.length === count);
      expect(waits(taker).every((seconds) => seconds === 0)).toBe(true);
      taker.started.at(-1)?.end();
    }
    expect(idsOf(taker)).toEqual(ids);
    await until(() => taker.isWaiting());
  });

  it("starts the oldest of a class first, whether it was idle before or not", async () => {
    const taker = startTaker(4, true);
    const ids: TaskId[] = [];
    for (let burst = 0; burst < 3; burst += 1) {
      await until(() => taker.isWaiting());
      for (let count = 0; count < 100; count += 1)
        ids.push(await put("normal"));
      await until(() => taker.started.length === ids.length);
    }
    const ages = idsOf(taker).map((id) => ids.indexOf(id));
    const inversions = ages.filter((age, at) => age < (ages[at - 1] ?? -1));
    expect(inversions.length).toBeLessThanOrEqual(ids.length * 0.02);
    expect(new Set(ages).size).toBe(ids.length);
  });
});

describe("an executor that is full", () => {
  it("holds nothing back from an idle one: what it just received starts there within a second", async () => {
    const full = startTaker(1);
    await until(() => full.isWaiting());
    await put("normal");
    await until(() => full.started.length === 1);
    const idle = startTaker(4);
    await until(() => idle.isWaiting());
    for (const queueClass of ["urgent", "high", "low", "scheduled"] as const) {
      const sentAt = performance.now();
      const id = await put(queueClass);
      await until(() => idsOf(idle).includes(id));
      expect(performance.now() - sentAt).toBeLessThan(onABusyMachine(1_000));
    }
    expect(full.givenBack()).toBe(4);
    expect(idle.givenBack()).toBe(0);
    expect(full.started).toHaveLength(1);
  });
});

describe("a poll in flight", () => {
  it("is aborted neither by a stop nor by a slot that was taken meanwhile", async () => {
    const taker = startTaker(1);
    await until(() => taker.isWaiting());
    await put("normal");
    await until(() => taker.started.length === 1);
    taker.stop();
    // What the other four bring now is given back, and only then is it over.
    for (const each of QUEUE_CLASSES) if (each !== "normal") await put(each);
    taker.started[0]?.end();
    await taker.over;
    expect(taker.givenBack()).toBe(4);
    expect(requests.aborted()).toBe(0);
  });
});
