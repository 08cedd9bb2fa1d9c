import { describe, expect, it } from "vitest";
import { pauseQueue } from "../../../shared/app/pause-queue.ts";
import { later, MAX_AHEAD_MS } from "../../../shared/domain/timing.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

function aPause() {
  const world = aWorld();
  const { gates, trail, head } = world.control;
  const pause = pauseQueue({ ...world, gates });
  return { ...world, pause, gates, trail, head };
}

const order = { actor: "olga", reason: "release" };
const until = later(START, 60_000);

describe("a pause", () => {
  it("closes its gate until somebody resumes", async () => {
    const { pause, gates, trail } = aPause();
    const gate = { name: "paused", since: START, ...order };
    const paused = { kind: "paused", gate, changed: true };
    expect(await pause(order)).toEqual(paused);
    expect(await gates.closedGates()).toEqual([gate]);
    expect(trail.entries).toMatchObject([{ action: "pause", ...order }]);
    expect(trail.entries[0]).not.toHaveProperty("detail");
  });

  it("or until a time", async () => {
    const { pause, gates, trail } = aPause();
    await pause({ ...order, until });
    expect(await gates.closedGates()).toMatchObject([{ until }]);
    expect(trail.entries).toMatchObject([
      { detail: { until: until.toISOString() } },
    ]);
  });

  it("again for the same changes nothing, whoever orders it, and still moves the head", async () => {
    const { pause, gates, trail, head, clock } = aPause();
    await pause({ ...order, until });
    await clock.advance(1_000);
    const before = [await gates.closedGates(), await head.read()] as const;
    const again = await pause({ ...order, actor: "otto", until });
    expect(again).toMatchObject({ changed: false, gate: { actor: "olga" } });
    expect(await gates.closedGates()).toEqual(before[0]);
    expect(await head.read()).toBeGreaterThan(before[1]);
    expect(trail.entries).toHaveLength(1);
  });

  it.each([
    { reason: "fire", until },
    { reason: "release", until: later(until, 1) },
    { reason: "release" },
  ])("again for another is that from now on: %o", async (another) => {
    const { pause, gates, trail, clock } = aPause();
    await pause({ ...order, until });
    await clock.advance(1_000);
    const again = await pause({ actor: "otto", ...another });
    expect(again).toMatchObject({ changed: true });
    const gate = { name: "paused", actor: "otto", since: START, ...another };
    expect(await gates.closedGates()).toEqual([gate]);
    expect(trail.of("pause")).toHaveLength(2);
  });

  it("after its time is a new one, also for the same reason", async () => {
    const { pause, gates, trail, clock } = aPause();
    await pause({ ...order, until });
    await clock.advance(60_000);
    expect(await pause(order)).toMatchObject({ changed: true });
    expect(await gates.closedGates()).toEqual([
      { name: "paused", since: until, ...order },
    ]);
    expect(trail.of("pause")).toHaveLength(2);
  });

  it("leaves the other gates as they are", async () => {
    const { pause, gates } = aPause();
    await gates.close({ name: "emergency", since: START, ...order });
    expect(await pause(order)).toMatchObject({ changed: true });
    expect(await gates.closedGates()).toHaveLength(2);
  });

  it.each([
    { until: START, problem: /not in the future; leave it out/ },
    { until: later(START, -1), problem: /not in the future/ },
    {
      until: later(START, MAX_AHEAD_MS + 1),
      problem: /more than 365 days ahead; choose an earlier/,
    },
  ])("is refused for a wrong time: $until", async ({ until, problem }) => {
    const { pause, gates, trail } = aPause();
    expect(await pause({ ...order, until })).toEqual({
      kind: "bad-time",
      problem: expect.stringMatching(problem),
    });
    expect(await gates.closedGates()).toEqual([]);
    expect(trail.entries).toEqual([]);
  });

  it("may last a year", async () => {
    const { pause } = aPause();
    const longest = later(START, MAX_AHEAD_MS);
    expect(await pause({ ...order, until: longest })).toMatchObject({
      kind: "paused",
    });
  });

  it("that cannot be written is an error, and kept nowhere", async () => {
    const { pause, control, trail } = aPause();
    control.failing.add("replace");
    await expect(pause(order)).rejects.toMatchObject({ name: "StoreError" });
    expect(trail.entries).toEqual([]);
  });

  it("that cannot be kept is done all the same", async () => {
    const { pause, trail, journal } = aPause();
    trail.failing.add("add");
    expect(await pause(order)).toMatchObject({ changed: true });
    expect(journal.of("audit-not-written")).toHaveLength(1);
  });
});
