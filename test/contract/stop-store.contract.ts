import { describe, expect, it } from "vitest";
import type { StopReport } from "../../shared/domain/stop-report.ts";
import { later } from "../../shared/domain/timing.ts";
import type { StopStore } from "../../shared/ports/stop-store.ts";
import { newTaskId } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";

const aReport = (fields: Partial<StopReport> = {}): StopReport => ({
  since: START,
  reason: "fire",
  actor: "olga",
  running: [
    {
      taskId: newTaskId(),
      agent: "alice",
      queueClass: "high",
      startedAt: later(START, -7),
    },
  ],
  waiting: { urgent: 0, high: 1, normal: 2, scheduled: 3, low: 4 },
  notice: {},
  ...fields,
});

/** What every implementation of the port promises, from an empty store on. */
export function stopStoreContract(name: string, store: () => StopStore): void {
  describe(`${name} is a StopStore`, () => {
    it("starts without sightings and without a report", async () => {
      expect(await store().sightings()).toEqual({ version: 0, value: {} });
      expect((await store().report()).value).toBeUndefined();
    });

    it("gives back what was written over what was seen", async () => {
      const seen = await store().sightings();
      const next = {
        "session-lost": { at: [START, later(START, 1)], reachedAt: START },
        "queue-unreachable": { at: [] },
      };
      expect(await store().replaceSightings(seen, next)).toBe(true);
      expect(await store().sightings()).toEqual({ version: 1, value: next });

      const nothing = await store().report();
      const report = aReport({
        clearedAt: later(START, 2),
        clearedBy: "otto",
        notice: {
          heldUntil: later(START, 3),
          toldAt: later(START, 4),
          issueUrl: "https://example.org/1",
          problem: "none",
        },
      });
      expect(await store().replaceReport(nothing, report)).toBe(true);
      expect((await store().report()).value).toEqual(report);
    });

    it("refuses to write over what somebody else wrote meanwhile", async () => {
      const sightings = await store().sightings();
      const report = await store().report();
      const tries = await Promise.all([
        store().replaceSightings(sightings, {}),
        store().replaceSightings(sightings, {}),
        store().replaceReport(report, aReport()),
        store().replaceReport(report, aReport()),
      ]);
      expect(tries.filter(Boolean)).toHaveLength(2);
      expect(await store().replaceSightings(sightings, {})).toBe(false);
      expect(await store().replaceReport(report, aReport())).toBe(false);
    });
  });
}
