import { expect, it } from "vitest";
import { auditDeed } from "../../../shared/app/audit-deed.ts";
import { memoryAuditTrail } from "../../fakes/memory-audit-trail.ts";
import { manualClock, START } from "../../fakes/memory-clock.ts";
import { memoryJournal } from "../../fakes/memory-journal.ts";

const anAudit = () => {
  const [trail, journal] = [memoryAuditTrail(), memoryJournal()];
  const clock = manualClock();
  const audit = auditDeed({ trail, journal, clock, newId: () => "id-1" });
  return { audit, trail, journal };
};
const deed = {
  action: "pause",
  actor: "olga",
  reason: "release",
  detail: { changed: true },
} as const;

it("a deed is kept with its time", async () => {
  const { audit, trail, journal } = anAudit();
  await audit(deed);
  expect(trail.entries).toEqual([{ ...deed, id: "id-1", at: START }]);
  expect(journal.entries).toEqual([]);
});

it("a deed that cannot be kept is no error, and in the journal", async () => {
  const { audit, trail, journal } = anAudit();
  trail.failing.add("add");
  await audit(deed);
  expect(journal.entries).toMatchObject([
    { event: "audit-not-written", level: "error", ...deed },
  ]);
});
