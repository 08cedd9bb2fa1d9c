import { describe, expect, it } from "vitest";
import { auditDeed } from "../../../shared/app/audit-deed.ts";
import { emergencyStop } from "../../../shared/app/emergency-stop.ts";
import { takeStopReport } from "../../../shared/app/take-stop-report.ts";
import { tellOfStop } from "../../../shared/app/tell-of-stop.ts";
import { allowance, UNLIMITED } from "../../../shared/domain/account-limit.ts";
import { later } from "../../../shared/domain/timing.ts";
import type { Notice } from "../../../shared/ports/notices.ts";
import { manualClock, START } from "../../fakes/memory-clock.ts";
import { memoryControlStores } from "../../fakes/memory-control-stores.ts";
import { memoryJournal } from "../../fakes/memory-journal.ts";
import { memoryStopStore } from "../../fakes/memory-stop-store.ts";
import { memoryTaskStore } from "../../fakes/memory-task-store.ts";

/** @param publish what becomes of a notice after it was taken */
const aStop = (publish: () => Promise<void> = async () => undefined) => {
  const control = memoryControlStores();
  const clock = manualClock();
  const journal = memoryJournal();
  const stopStore = memoryStopStore();
  const notices: Notice[] = [];
  let ids = 0;
  const base = { clock, journal, stop: stopStore };
  const newId = (): string => `id-${String((ids += 1))}`;
  const stop = emergencyStop({
    ...base,
    gates: control.gates,
    limits: control.limits,
    takeReport: takeStopReport({ store: memoryTaskStore(), ...base }),
    tell: tellOfStop({
      ...base,
      publish: async (notice) => {
        notices.push(notice);
        await publish();
      },
      wording: { stage: "test", label: "ccsp" },
    }),
    audit: auditDeed({ ...base, trail: control.trail, newId }),
  });
  const audited = async () =>
    (await control.trail.list({ limit: 100 })).entries.map(
      ({ action, actor }) => [action, actor],
    );
  return { ...base, ...control, stop, stopStore, notices, audited };
};
const order = { actor: "olga", reason: "smoke" };

describe("an emergency stop", () => {
  it("is raised once, and stays the first one's", async () => {
    const { gates, stop, notices, audited, stopStore } = aStop();
    expect(await stop.raise(order)).toEqual({ changed: true });
    const again = await stop.raise({ actor: "otto", reason: "fire" });
    expect(again).toEqual({ changed: false });
    expect(await gates.closedGates()).toEqual([
      { name: "emergency", since: START, ...order },
    ]);
    expect(notices).toHaveLength(1);
    expect(await audited()).toEqual([["emergency-stop", "olga"]]);
    expect((await stopStore.report()).value).toMatchObject(order);
  });

  it("by two at once is one stop, reported and told once", async () => {
    const { stop, notices, audited } = aStop();
    const raised = await Promise.all([stop.raise(order), stop.raise(order)]);
    expect(raised.filter(({ changed }) => changed)).toHaveLength(1);
    expect(notices).toHaveLength(1);
    expect(await audited()).toHaveLength(1);
  });

  it("is cleared with what led to it, which may not have been forgotten before", async () => {
    const { stop, stopStore } = aStop();
    await stop.raise(order);
    const reached = { "session-lost": { at: [START], reachedAt: START } };
    await stopStore.replaceSightings(await stopStore.sightings(), reached);
    await stop.clear(order);
    expect((await stopStore.sightings()).value).toEqual({});
  });

  it("is cleared once, and who did it stands in the report", async () => {
    const { gates, stop, stopStore, audited } = aStop();
    const clearing = { actor: "otto", reason: "mended" };
    expect(await stop.clear(clearing)).toEqual({ changed: false });
    await stop.raise(order);
    expect(await stop.clear(clearing)).toEqual({ changed: true });
    expect(await stop.clear(clearing)).toEqual({ changed: false });
    expect(await gates.closedGates()).not.toContainEqual(
      expect.objectContaining({ name: "emergency" }),
    );
    expect((await stopStore.report()).value).toMatchObject({
      ...order,
      clearedBy: "otto",
      clearedAt: START,
    });
    expect(await audited()).toContainEqual(["clear-stop", "otto"]);
  });

  it("lets one task run first when it is cleared", async () => {
    const { stop, limits } = aStop();
    await stop.raise(order);
    await stop.clear(order);
    const { limit } = await limits.read();
    expect(allowance(limit, START)).toEqual({ kind: "canary" });
  });

  it("leaves a limit that is in force to its time when it is cleared", async () => {
    const { stop, limits } = aStop();
    const until = later(START, 60_000);
    const closed = { reason: "usage-limit", since: START, until } as const;
    await limits.replace(await limits.read(), { ...UNLIMITED, closed });
    await stop.raise(order);
    await stop.clear(order);
    expect((await limits.read()).limit.closed).toEqual(closed);
  });

  it("stands though nothing else could be written about it", async () => {
    const { stop, stopStore, gates, journal } = aStop();
    stopStore.failing.add("report");
    expect(await stop.raise(order)).toEqual({ changed: true });
    expect(await gates.closedGates()).toHaveLength(1);
    expect(journal.of("stop-incomplete")).toHaveLength(2);
    expect(await stop.clear(order)).toEqual({ changed: true });
  });

  it("is answered after eight seconds, whether people could be told or not", async () => {
    const { stop, clock, notices } = aStop(() => new Promise(() => {}));
    let isAnswered = false;
    const raised = stop.raise(order).then(() => {
      isAnswered = true;
    });
    await clock.advance(7_999);
    expect([notices.length, isAnswered]).toEqual([1, false]);
    await clock.advance(1);
    await raised;
    expect(isAnswered).toBe(true);
  });
});

describe("each minute", () => {
  it("a stop whose raiser died is reported and told, once", async () => {
    const { gates, stop, stopStore, notices } = aStop();
    await gates.close({ name: "emergency", since: START, ...order });
    await stop.complete();
    await stop.complete();
    expect((await stopStore.report()).value).toMatchObject({
      ...order,
      since: START,
      notice: { toldAt: START },
    });
    expect(notices).toHaveLength(1);
  });

  it("a stop that was cleared before people could be told of it is told as one that is over", async () => {
    const { stop, stopStore, clock, notices } = aStop(async () => {
      if (notices.length === 1) throw new Error("the topic is away");
    });
    await stop.raise(order);
    await stop.clear(order);
    await clock.advance(60_000);
    await stop.complete();
    await stop.complete();
    expect(notices).toHaveLength(2);
    expect(notices[1]?.text).toMatch(/^An emergency stop was in force/u);
    expect((await stopStore.report()).value?.notice).toHaveProperty("toldAt");
  });

  it("nothing is done about a stop that is complete, over, or was never there", async () => {
    const { gates, stop, stopStore, notices } = aStop();
    await gates.close({ name: "paused", since: START, ...order });
    await stop.complete();
    expect(await stopStore.report()).toEqual({ version: 0, value: undefined });
    await stop.raise(order);
    const { version } = await stopStore.report();
    await stop.complete();
    await stop.clear(order);
    await stop.complete();
    expect((await stopStore.report()).version).toBe(version + 1); // its clearing
    expect(notices).toHaveLength(1);
  });
});
