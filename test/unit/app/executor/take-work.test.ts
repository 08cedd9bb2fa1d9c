import { describe, expect, it } from "vitest";
import { changeSignal } from "../../../../shared/app/executor/change-signal.ts";
import { createSlots } from "../../../../shared/app/executor/slots.ts";
import { takeWork } from "../../../../shared/app/executor/take-work.ts";
import {
  QUEUE_CLASSES,
  type QueueClass,
  type TaskId,
} from "../../../../shared/domain/task.ts";
import type { ReceivedMessage } from "../../../../shared/ports/task-queue.ts";
import { aWorld } from "../../../builders/world.ts";
import { newTaskId } from "../../../builders/task.ts";

interface Started {
  readonly message: ReceivedMessage;
  readonly slot: number;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
  /** The run is over, its end is not recorded yet. */
  readonly over: () => void;
}

function aTaker(size = 1) {
  const world = aWorld();
  const { queue, clock } = world;
  const slots = createSlots(size);
  const changed = changeSignal();
  const stop = new AbortController();
  const started: Started[] = [];
  let isOpen = true;
  let held: ReadonlySet<QueueClass> = new Set();
  const stale = new Set<TaskId>();
  const onlyStale: QueueClass[] = [];
  const take = takeWork({
    ...world,
    slots,
    changed,
    mayStart: () => isOpen,
    isHeld: (queueClass) => held.has(queueClass),
    places: () => Infinity,
    onOnlyStale: (queueClass) => onlyStale.push(queueClass),
    workOneTask: async (message, slot, over) => {
      await queue.remove(message);
      if (message.pointer && stale.has(message.pointer.taskId)) return "stale";
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const end = () => {
        resolve(undefined);
      };
      started.push({ message, slot, end, fail: reject, over });
      return promise;
    },
  });
  let isOver = false;
  let taking = Promise.resolve();
  return {
    ...world,
    slots,
    started,
    classes: () => started.map(({ message }) => message.queueClass),
    isOver: () => isOver,
    start: async () => {
      taking = take(stop.signal).then(() => {
        isOver = true;
      });
      await clock.advance(0);
    },
    stop: async () => {
      stop.abort();
      changed.notify();
      await clock.advance(0);
    },
    finish: async () => {
      stop.abort();
      changed.notify();
      await clock.advance(20_000);
      await taking;
      for (const each of started) each.end();
      expect(clock.sleepers()).toBe(0);
    },
    open: async (value: boolean) => {
      isOpen = value;
      changed.notify();
      await clock.advance(0);
    },
    hold: async (...classes: QueueClass[]) => {
      held = new Set(classes);
      changed.notify();
      await clock.advance(0);
    },
    put: async (queueClass: QueueClass, delayMs = 0) => {
      const taskId = newTaskId();
      const pointer = { taskId, dispatchId: "d", agent: "alice" };
      await queue.send({ ...pointer, queueClass, delayMs });
    },
    onlyStale,
    putStale: async (queueClass: QueueClass) => {
      const taskId = newTaskId();
      stale.add(taskId);
      const pointer = { taskId, dispatchId: "d", agent: "alice" };
      await queue.send({ ...pointer, queueClass, delayMs: 0 });
    },
    requestsBetween: (fromMs: number, toMs: number) =>
      queue.requests.filter(({ atMs }) => {
        const sinceMs = atMs - START_MS;
        return sinceMs >= fromMs && sinceMs < toMs;
      }),
  };
}

const START_MS = Date.parse("2030-01-01T00:00:00Z");

describe("an idle taker", () => {
  it("does not ask for what came to be held while it asked for others", async () => {
    const { start, hold, finish, queue } = aTaker();
    const started = start();
    await hold("low");
    await started;
    const asked = queue.requests.map(({ queueClass }) => queueClass);
    expect(asked).toContain("normal");
    expect(asked).not.toContain("low");
    await finish();
  });

  it("asks each queue once, and then has exactly one long poll on each", async () => {
    const { start, finish, queue } = aTaker(2);
    await start();
    const asked = queue.requests.map(({ waitSeconds }) => waitSeconds);
    expect(asked).toEqual([0, 0, 0, 0, 0, 20, 20, 20, 20, 20]);
    expect(new Set(queue.requests.map(({ queueClass }) => queueClass))).toEqual(
      new Set(QUEUE_CLASSES),
    );
    expect(queue.inFlight()).toBe(5);
    await finish();
  });

  it.each([1, 4])(
    "with %d free slots makes at most 15 requests a minute, each a long one",
    async (size) => {
      const { start, finish, clock, queue, requestsBetween } = aTaker(size);
      await start();
      await clock.advance(600_000);
      for (let minute = 1; minute < 10; minute += 1) {
        const from = minute * 60_000;
        const requests = requestsBetween(from, from + 60_000);
        expect(requests.length).toBeLessThanOrEqual(15);
        expect(requests.every((each) => each.waitSeconds === 20)).toBe(true);
      }
      expect(queue.inFlight()).toBe(5);
      await finish();
    },
  );

  it("starts a message the moment it comes, in a slot of its own", async () => {
    const { start, finish, clock, put, started, queue } = aTaker(2);
    await start();
    await clock.advance(3_300);
    await put("low");
    await put("high");
    await clock.advance(0);
    expect(started.map(({ slot }) => slot).toSorted()).toEqual([0, 1]);
    expect(queue.left()).toBe(0);
    expect(queue.hidden).toEqual([]);
    await finish();
  });

  it("asks a queue that gave a message again, briefly, and then waits on it", async () => {
    const { start, finish, clock, put, queue } = aTaker(2);
    await start();
    const before = queue.requests.length;
    await put("low");
    await clock.advance(0);
    expect(queue.requests.slice(before)).toMatchObject([
      { queueClass: "low", waitSeconds: 0 },
      { queueClass: "low", waitSeconds: 20 },
    ]);
    await finish();
  });
});

describe("a class with stale messages", () => {
  const times = async (count: number, put: () => Promise<unknown>) => {
    for (let done = 0; done < count; done += 1) await put();
  };
  /** So many runs, one after the other. */
  const runs = async (
    { started, clock }: ReturnType<typeof aTaker>,
    count: number,
  ) => {
    while (started.length < count) {
      started.at(-1)?.end();
      await clock.advance(0);
    }
  };

  it("keeps its turn until one of them is good for something", async () => {
    const taker = aTaker();
    await times(20, () => taker.put("high"));
    await times(9, () => taker.putStale("low"));
    await taker.put("low");
    await taker.start();
    await runs(taker, 8);
    const [h, l] = ["high", "low"];
    expect(taker.classes()).toEqual([h, h, h, h, l, h, h, h]);
    expect(taker.onlyStale).toEqual([]);
    await taker.finish();
  });

  it("is looked for elsewhere after ten of them, and one more ends its turn", async () => {
    const taker = aTaker();
    await times(20, () => taker.put("high"));
    await times(20, () => taker.putStale("low"));
    await taker.start();
    await runs(taker, 5);
    expect(taker.classes()).toEqual(Array(5).fill("high"));
    expect(taker.onlyStale).toEqual(["low"]);
    expect(taker.queue.left("low")).toBe(20 - 11);
    await runs(taker, 20);
    expect(taker.queue.left("low")).toBe(0);
    await taker.finish();
  });

  it("that long polls brought has had no turn", async () => {
    const taker = aTaker(2);
    await taker.start();
    await taker.putStale("low");
    await taker.put("low");
    await taker.clock.advance(0);
    expect(taker.classes()).toEqual(["low"]);
    await taker.finish();
  });
});

describe("a free slot", () => {
  it("takes what the choice says, one task at a time", async () => {
    const { start, finish, put, started, classes, clock } = aTaker(1);
    for (const each of QUEUE_CLASSES.toReversed())
      for (let count = 0; count < 3; count += 1) await put(each);
    await start();
    for (let done = 0; done < 15; done += 1) {
      expect(started).toHaveLength(done + 1);
      started[done]?.end();
      await clock.advance(0);
    }
    const letters = classes().map((each) => each.charAt(0));
    expect(letters.join("")).toMatch(/^uuuhn/);
    expect(letters.toSorted().join("")).toBe("hhhlllnnnsssuuu");
    await finish();
  });

  it("beside another one is filled by the choice, too, and nothing is given back", async () => {
    const { start, finish, put, classes, queue } = aTaker(2);
    for (const each of ["low", "high", "urgent"] as const) await put(each);
    await start();
    expect(classes()).toEqual(["urgent", "high"]);
    expect(queue.hidden).toEqual([]);
    expect(queue.inFlight()).toBe(0);
    await finish();
  });

  it("is filled at once after a run that failed for our sake, which is told", async () => {
    const { start, finish, put, started, journal, clock } = aTaker(1);
    await put("low");
    await put("low");
    await start();
    started[0]?.fail(new Error("the store is away"));
    await clock.advance(0);
    expect(started).toHaveLength(2);
    expect(journal.of("work-failed")).toMatchObject([
      { taskId: started[0]?.message.pointer?.taskId },
    ]);
    await finish();
  });

  it("is filled when the run in it is over, and free only once for it", async () => {
    const { start, finish, put, started, clock, slots } = aTaker(1);
    for (let count = 0; count < 3; count += 1) await put("low");
    await start();
    started[0]?.over();
    await clock.advance(0);
    expect(started.map(({ slot }) => slot)).toEqual([0, 0]);
    started[0]?.end();
    await clock.advance(0);
    expect([started.length, slots.taken()]).toEqual([2, 1]);
    await finish();
  });

  it("does not ask the queues whose long poll is in flight", async () => {
    const { start, finish, put, started, clock, queue } = aTaker(1);
    await start();
    await put("low");
    await clock.advance(5_000);
    const before = queue.requests.length;
    started[0]?.end();
    await clock.advance(0);
    expect(queue.requests.slice(before)).toMatchObject([
      { queueClass: "low", waitSeconds: 0 },
      { queueClass: "low", waitSeconds: 20 },
    ]);
    await finish();
  });
});

describe("a class that had nothing", () => {
  it("is not asked again for 100 ms: a busy taker makes one request for each task", async () => {
    const { start, finish, put, started, clock, queue } = aTaker(1);
    for (let count = 0; count < 20; count += 1) await put("low");
    await start();
    const before = queue.requests.length;
    for (let done = 0; done < 9; done += 1) {
      await clock.advance(10);
      started[done]?.end();
      await clock.advance(0);
    }
    expect(started).toHaveLength(10);
    expect(queue.requests.slice(before)).toHaveLength(9);
    await finish();
  });

  it("goes before the others again after them", async () => {
    const { start, finish, put, started, classes, clock } = aTaker(1);
    for (let count = 0; count < 3; count += 1) await put("low");
    await start();
    await put("urgent");
    await clock.advance(99);
    started[0]?.end();
    await clock.advance(1);
    started[1]?.end();
    await clock.advance(0);
    expect(classes()).toEqual(["low", "low", "urgent"]);
    await finish();
  });

  it("is waited for at once when the others have nothing either", async () => {
    const { start, finish, put, started, classes, clock } = aTaker(1);
    await put("low");
    await start();
    await put("urgent");
    started[0]?.end();
    await clock.advance(0);
    expect(classes()).toEqual(["low", "urgent"]);
    await finish();
  });
});

describe("a message that comes on a poll after its slot was taken", () => {
  it("is given back at once, and the poll is not begun anew", async () => {
    const { start, finish, put, started, clock, queue, metrics } = aTaker(1);
    await start();
    await put("low");
    await clock.advance(0);
    await put("urgent");
    await clock.advance(0);
    expect(queue.hidden).toEqual([{ forMs: 0 }]);
    expect(metrics.measurements).toEqual([
      { values: { MessagesGivenBack: 1 }, dimensions: { Class: "urgent" } },
    ]);
    expect(queue.inFlight()).toBe(3);
    await clock.advance(60_000);
    expect(queue.inFlight()).toBe(0);
    const before = queue.requests.length;
    started[0]?.end();
    await clock.advance(0);
    expect(started[1]?.message.queueClass).toBe("urgent");
    expect(queue.requests.slice(before)).toHaveLength(1);
    await finish();
  });

  it("is told when it cannot be given back", async () => {
    const { start, finish, put, journal, clock, queue } = aTaker(1);
    queue.failing.add("hide");
    await start();
    await put("low");
    await put("urgent");
    await clock.advance(0);
    expect(journal.of("give-back-failed")).toHaveLength(1);
    await finish();
  });
});

describe("a closed gate", () => {
  it("lets no poll begin, and what comes on those in flight is given back", async () => {
    const { start, finish, open, put, started, clock, queue } = aTaker(2);
    await start();
    await clock.advance(5_000);
    await open(false);
    const before = queue.requests.length;
    await put("high");
    await clock.advance(60_000);
    expect(started).toEqual([]);
    expect(queue.hidden).toEqual([{ forMs: 0 }]);
    expect(queue.requests).toHaveLength(before);
    expect(queue.inFlight()).toBe(0);
    await open(true);
    expect(started).toHaveLength(1);
    await finish();
  });

  it("that closes during a short question lets nothing start", async () => {
    const { start, finish, open, put, started, clock, queue, slots } =
      aTaker(1);
    const receive = queue.receive;
    queue.receive = async (...asked) => {
      const message = await receive(...asked);
      if (message) await open(false);
      return message;
    };
    await put("urgent");
    await start();
    await clock.advance(1_000);
    expect(started).toEqual([]);
    expect(queue.hidden).toEqual([{ forMs: 0 }]);
    expect(slots.taken()).toBe(0);
    await finish();
  });

  it("that closes between two questions ends the asking", async () => {
    const { start, finish, open, clock, queue } = aTaker(1);
    const receive = queue.receive;
    queue.receive = async (...asked) => {
      const message = await receive(...asked);
      await open(false);
      return message;
    };
    await start();
    await clock.advance(60_000);
    expect(queue.requests).toHaveLength(1);
    await finish();
  });
});

describe("a queue that is away", () => {
  it("is asked less and less often, yet at least every ten seconds", async () => {
    const { start, finish, clock, queue, requestsBetween, journal } = aTaker();
    queue.failing.add("receive");
    await start();
    await clock.advance(3_600_000);
    const inTheFirstMinute = requestsBetween(0, 60_000).length;
    expect(inTheFirstMinute).toBeLessThan(80);
    for (let minute = 1; minute < 60; minute += 1) {
      const from = minute * 60_000;
      const asked = requestsBetween(from, from + 60_000);
      expect(asked.length).toBeLessThanOrEqual(30);
      for (const each of QUEUE_CLASSES)
        expect(
          asked.filter(({ queueClass }) => queueClass === each).length,
        ).toBeGreaterThanOrEqual(5);
    }
    expect(journal.of("receive-failed")).toHaveLength(queue.requests.length);
    await finish();
  });

  it.each(QUEUE_CLASSES)(
    "gives work from %s within ten seconds after it is back",
    async (queueClass) => {
      const { start, finish, clock, put, queue, started } = aTaker();
      await start();
      queue.failing.add("receive");
      await clock.advance(600_000);
      queue.failing.clear();
      await put(queueClass);
      await clock.advance(10_000);
      expect(started).toHaveLength(1);
      await finish();
    },
  );

  it("does not hold up the others when it is only one of them", async () => {
    const { start, finish, clock, put, queue, started } = aTaker(1);
    const receive = queue.receive;
    queue.receive = async (queueClass, waitSeconds) => {
      if (queueClass === "urgent") throw new Error("no such queue");
      return receive(queueClass, waitSeconds);
    };
    await put("low");
    await start();
    await clock.advance(100);
    expect(started).toHaveLength(1);
    started[0]?.end();
    await put("high");
    await clock.advance(100);
    expect(started).toHaveLength(2);
    await finish();
  });
});

describe("a stop", () => {
  it("begins no poll, and waits for those in flight", async () => {
    const { start, stop, isOver, clock, queue } = aTaker(2);
    await start();
    await clock.advance(5_000);
    await stop();
    const before = queue.requests.length;
    await clock.advance(14_999);
    expect([isOver(), queue.inFlight()]).toEqual([false, 5]);
    await clock.advance(1);
    expect([isOver(), queue.inFlight()]).toEqual([true, 0]);
    expect(queue.requests).toHaveLength(before);
    expect(clock.sleepers()).toBe(0);
  });

  it("is over only when what came on the last poll is given back", async () => {
    const { start, stop, isOver, put, clock, queue, started } = aTaker(1);
    const hide = queue.hide;
    queue.hide = async (...given) => {
      await clock.sleep(3_000);
      await hide(...given);
    };
    await start();
    await clock.advance(19_000);
    await stop();
    await put("high");
    await clock.advance(2_000);
    expect([isOver(), queue.inFlight()]).toEqual([false, 0]);
    await clock.advance(1_500);
    expect([isOver(), queue.hidden]).toEqual([true, [{ forMs: 0 }]]);
    expect(started).toEqual([]);
  });

  it("is not held up by the pause of a queue that is away, nor told of it", async () => {
    const { start, stop, isOver, clock, queue, journal } = aTaker(1);
    await start();
    await clock.advance(100);
    queue.failing.add("receive");
    await clock.advance(60_000);
    await stop();
    expect(isOver()).toBe(true);
    const told = journal.of("receive-failed").length;
    await clock.advance(60_000);
    expect(journal.of("receive-failed")).toHaveLength(told);
  });

  it("is not told of a poll that failed after it", async () => {
    const { start, stop, isOver, clock, queue, journal } = aTaker(1);
    queue.receive = async (_, waitSeconds) => {
      if (waitSeconds === 0) return undefined;
      await clock.sleep(5_000);
      throw new Error("the connection broke");
    };
    await start();
    await stop();
    await clock.advance(5_000);
    expect(isOver()).toBe(true);
    expect(journal.of("receive-failed")).toEqual([]);
    expect(clock.sleepers()).toBe(0);
  });

  it("before the start begins nothing", async () => {
    const { start, stop, isOver, queue } = aTaker(1);
    await stop();
    await start();
    expect([isOver(), queue.requests]).toEqual([true, []]);
  });
});
