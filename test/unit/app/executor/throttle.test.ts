import { expect, it } from "vitest";
import { throttle } from "../../../../shared/app/executor/throttle.ts";
import { manualClock } from "../../../fakes/memory-clock.ts";

function aThrottle() {
  const clock = manualClock();
  const stop = new AbortController();
  const world = { delayMs: 10_000, overs: 0, runsOver: 0 };
  const { isOver, counting } = throttle({
    clock,
    stop: stop.signal,
    delayMs: () => world.delayMs,
    onOver: () => {
      world.overs += 1;
    },
  });
  const message = {
    queueClass: "normal",
    pointer: undefined,
    receipt: "r",
  } as const;
  /** Something starts; gives what ends it, as a run or as nothing. */
  const begin = () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let over = () => {};
    const work = counting((_message, _slot, onRunOver) => {
      over = onRunOver;
      return promise;
    });
    const done = work(message, 0, () => {
      world.runsOver += 1;
    });
    return {
      endRun: () => {
        over();
        resolve(undefined);
        return done;
      },
      comeToNothing: () => {
        resolve(undefined);
        return done;
      },
    };
  };
  return { clock, stop, world, isOver, begin };
}

it("Nothing starts before the time is over since the last start, and it is told when it is", async () => {
  const { clock, world, isOver, begin } = aThrottle();
  expect(isOver()).toBe(true);
  begin();
  expect([isOver(), isOver()]).toEqual([false, false]);
  await clock.advance(9_999);
  expect([isOver(), world.overs]).toEqual([false, 0]);
  await clock.advance(1);
  expect([isOver(), world.overs]).toEqual([true, 1]);
  expect(clock.sleepers()).toBe(0);
});

it("What came to nothing counts as no start, and what ran does", async () => {
  const { clock, world, isOver, begin } = aThrottle();
  const run = begin();
  await clock.advance(10_000);
  await run.endRun();
  expect(world.runsOver).toBe(1);
  const none = begin();
  expect(isOver()).toBe(false);
  await none.comeToNothing();
  expect(isOver()).toBe(true);
  const early = begin();
  await clock.advance(1);
  const late = begin();
  await early.comeToNothing();
  await late.endRun();
  await clock.advance(9_999);
  expect(isOver()).toBe(false);
  await clock.advance(1);
});

it("A delay that is changed holds at once, also for a start before it", async () => {
  const { clock, world, isOver, begin } = aThrottle();
  begin();
  expect(isOver()).toBe(false);
  world.delayMs = 0;
  expect(isOver()).toBe(true);
  world.delayMs = 20_000;
  await clock.advance(10_000);
  expect([isOver(), world.overs]).toEqual([false, 1]);
  await clock.advance(10_000);
  expect([isOver(), world.overs]).toEqual([true, 2]);
});

it("A stop ends the waiting", async () => {
  const { clock, stop, isOver, begin } = aThrottle();
  begin();
  isOver();
  stop.abort();
  await clock.advance(0);
  expect(clock.sleepers()).toBe(0);
});
