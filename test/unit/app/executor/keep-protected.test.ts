import { expect, it } from "vitest";
import { keepProtected } from "../../../../shared/app/executor/keep-protected.ts";
import { manualClock } from "../../../fakes/memory-clock.ts";
import { memoryJournal } from "../../../fakes/memory-journal.ts";
import { memoryScaleIn } from "../../../fakes/memory-scale-in.ts";

const MINUTE_MS = 60_000;
const LONG_MS = 15 * MINUTE_MS;

function anExecutor() {
  const clock = manualClock();
  const journal = memoryJournal();
  const scaleIn = memoryScaleIn();
  const stop = new AbortController();
  const work = { isThere: false };
  const done = keepProtected(
    { scaleIn, clock, journal },
    () => work.isThere,
  )(stop.signal);
  const end = (): Promise<void> => {
    stop.abort();
    return done;
  };
  return { clock, journal, scaleIn, work, end };
}

it("An executor without work is not protected", async () => {
  const { clock, scaleIn, end } = anExecutor();
  await clock.advance(LONG_MS);
  expect(scaleIn.asked).toEqual([]);
  await end();
});

it("One that works is protected within seconds, again before that is over, and let go when it is done", async () => {
  const { clock, scaleIn, work, end } = anExecutor();
  work.isThere = true;
  await clock.advance(5_000);
  expect(scaleIn.asked).toEqual([LONG_MS]);
  await clock.advance(6 * MINUTE_MS);
  expect(scaleIn.asked).toEqual([LONG_MS, LONG_MS]);
  work.isThere = false;
  await clock.advance(5_000);
  expect(scaleIn.asked).toEqual([LONG_MS, LONG_MS, "released"]);
  await clock.advance(LONG_MS);
  expect(scaleIn.asked).toHaveLength(3);
  await end();
});

it("What could not be asked is asked again, and told once", async () => {
  const { clock, scaleIn, work, journal, end } = anExecutor();
  scaleIn.failing.add("protect");
  work.isThere = true;
  await clock.advance(20_000);
  expect(journal.of("unprotected")).toHaveLength(1);
  scaleIn.failing.delete("protect");
  await clock.advance(5_000);
  expect(scaleIn.asked).toEqual([LONG_MS]);
  scaleIn.failing.add("release");
  work.isThere = false;
  await clock.advance(5_000);
  expect(journal.of("unprotected")).toHaveLength(2);
  scaleIn.failing.delete("release");
  await clock.advance(5_000);
  expect(scaleIn.asked).toEqual([LONG_MS, "released"]);
  await end();
});

it("Where nobody ends executors, nobody is asked", async () => {
  const clock = manualClock();
  const journal = memoryJournal();
  const keep = keepProtected({ clock, journal }, () => true);
  await keep(new AbortController().signal);
  expect(clock.sleepers()).toBe(0);
});
