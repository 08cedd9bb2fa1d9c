import { beforeEach, describe, expect, it } from "vitest";
import { type TellDeps, tellOfStop } from "../../../shared/app/tell-of-stop.ts";
import type { StopReport } from "../../../shared/domain/stop-report.ts";
import { later } from "../../../shared/domain/timing.ts";
import type { Notice } from "../../../shared/ports/notices.ts";
import { manualClock, START } from "../../fakes/memory-clock.ts";
import { memoryJournal } from "../../fakes/memory-journal.ts";
import { memoryStopStore } from "../../fakes/memory-stop-store.ts";

const report: StopReport = {
  since: START,
  reason: "fire",
  actor: "olga",
  running: [],
  waiting: { urgent: 0, high: 0, normal: 7, scheduled: 0, low: 0 },
  notice: {},
};

let world: ReturnType<typeof newWorld>;
beforeEach(() => {
  world = newWorld();
});

function newWorld() {
  const clock = manualClock();
  const stop = memoryStopStore();
  const notices: Notice[] = [];
  let failures = 0;
  const deps: TellDeps = {
    stop,
    publish: async (notice) => {
      if (failures-- > 0) throw new Error("the topic is away");
      notices.push(notice);
    },
    wording: { stage: "test", label: "ccsp" },
    clock,
    journal: memoryJournal(),
  };
  const raised = async (): Promise<void> => {
    await stop.replaceReport(await stop.report(), report);
  };
  const noticeOf = async () => (await stop.report()).value?.notice;
  const fail = (times: number): void => {
    failures = times;
  };
  return { clock, stop, notices, deps, raised, noticeOf, fail };
}

describe("an emergency stop is told", () => {
  it("once, however many tell it at once and later", async () => {
    await world.raised();
    const tell = tellOfStop(world.deps);
    await Promise.all([tell(), tell(), tell()]);
    await tell();
    expect(world.notices).toHaveLength(1);
    expect(world.notices[0]?.subject).toBe("CCSP (test): emergency stop");
    expect(world.notices[0]?.text).toContain("7 normal");
    expect(await world.noticeOf()).toEqual({ toldAt: START });
  });

  it("by an issue, whose address stands in the report", async () => {
    await world.raised();
    const url = "https://example.org/7";
    await tellOfStop({
      ...world.deps,
      tracker: { open: async () => ({ number: 7, url, body: "" }) },
    })();
    expect(await world.noticeOf()).toEqual({ toldAt: START, issueUrl: url });
  });

  it("by an issue that is looked for as far back as the clocks may differ", async () => {
    await world.raised();
    const asked: Date[] = [];
    const open = async (_draft: unknown, since: Date) => {
      asked.push(since);
      return { number: 7, url: "https://example.org/7", body: "" };
    };
    await tellOfStop({ ...world.deps, tracker: { open } })();
    expect(asked).toEqual([later(START, -24 * 3_600_000)]);
  });

  it("again a minute after it failed, with the problem standing there meanwhile", async () => {
    await world.raised();
    world.fail(1);
    const tell = tellOfStop(world.deps);
    await tell();
    expect(await world.noticeOf()).toEqual({
      heldUntil: later(START, 60_000),
      problem: "the topic is away",
    });
    await tell();
    expect(world.notices).toEqual([]);
    await world.clock.advance(60_000);
    await tell();
    expect(world.notices).toHaveLength(1);
    expect(await world.noticeOf()).toEqual({ toldAt: later(START, 60_000) });
  });

  it("to nobody where nothing is set up, and then it is not said that somebody knows", async () => {
    await world.raised();
    const { publish: _, ...deps } = world.deps;
    await tellOfStop(deps)();
    expect(await world.noticeOf()).toEqual({});
  });

  it("not at all when there never was one", async () => {
    await tellOfStop(world.deps)();
    expect(world.notices).toEqual([]);
  });

  it("beside its clearing, when it is cleared meanwhile", async () => {
    await world.raised();
    const clearedAt = later(START, 5);
    await tellOfStop({
      ...world.deps,
      publish: async () => {
        const seen = await world.stop.report();
        const cleared = { ...seen.value!, clearedAt };
        await world.stop.replaceReport(seen, cleared);
      },
    })();
    const { value } = await world.stop.report();
    expect(value).toMatchObject({ clearedAt, notice: { toldAt: START } });
  });
});
