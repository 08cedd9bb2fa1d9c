import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AuditEntry } from "../../shared/domain/audit.ts";
import { later } from "../../shared/domain/timing.ts";
import type {
  AuditFilter,
  AuditTrail,
} from "../../shared/ports/audit-trail.ts";
import { START } from "../fakes/memory-clock.ts";

const entry = (fields: Partial<AuditEntry> = {}): AuditEntry => ({
  id: randomUUID(),
  at: START,
  action: "pause",
  actor: "olga",
  ...fields,
});

/** What every implementation promises; `empty` is a trail that nobody else writes to. */
export function auditTrailContract(
  name: string,
  empty: () => AuditTrail,
): void {
  describe(`${name} keeps who did what`, () => {
    it("has nothing at first", async () => {
      expect(await empty().list({ limit: 100 })).toEqual({ entries: [] });
    });

    it("gives each entry as it was added, every field, the newest first", async () => {
      const trail = empty();
      const full = entry({
        at: later(START, 1),
        action: "clear-queue",
        reason: "release",
        detail: {
          cleared: 2,
          ids: ["a", "b"],
          nested: { is: null, not: true },
        },
      });
      const short = entry();
      await trail.add(full);
      await trail.add(short);
      const { entries } = await trail.list({ limit: 2 });
      expect(entries).toEqual([full, short]);
      expect(Object.keys(entries[1] ?? {}).toSorted()).toEqual(
        Object.keys(short).toSorted(),
      );
    });

    it("gives a time in a detail as JSON has it", async () => {
      const detail = { until: later(START, 5) };
      const added = entry({ at: later(START, 2), detail });
      await empty().add(added);
      const { entries } = await empty().list({ limit: 1 });
      expect(entries[0]?.detail).toEqual({
        until: later(START, 5).toISOString(),
      });
    });

    it("keeps an entry as it was first, whoever adds it again", async () => {
      const trail = empty();
      const first = entry({ at: later(START, 3) });
      await trail.add(first);
      await trail.add({ ...first, actor: "mallory" });
      const { entries } = await trail.list({ limit: 100 });
      expect(entries.filter(({ id }) => id === first.id)).toEqual([first]);
    });

    it("gives pages that miss and repeat nothing, also of one moment", async () => {
      const trail = empty();
      const at = later(START, 4);
      const all = Array.from({ length: 5 }, () => entry({ at }));
      for (const each of all) await trail.add(each);
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await trail.list({ limit: 3, ...(after && { after }) });
        expect(page.entries.length).toBeGreaterThan(0);
        found.push(...page.entries.map(({ id }) => id));
        after = page.last;
      } while (after !== undefined);
      expect(found).toHaveLength(new Set(found).size);
      expect(new Set(found.slice(0, 5))).toEqual(new Set(all.map((e) => e.id)));
    });

    it("names no next page when the last entry fills this one", async () => {
      const trail = empty();
      const { entries } = await trail.list({ limit: 100 });
      const page = await trail.list({ limit: entries.length });
      expect(page).toEqual({ entries });
    });

    it("gives those of a time, of somebody, of one kind, or of all three", async () => {
      const trail = empty();
      const minute = (n: number) => later(START, 60_000 * n);
      const all = [1, 2, 3, 4].flatMap((n) => [
        entry({ at: minute(n), actor: "ada", action: "resume" }),
        entry({ at: minute(n), actor: "bob", action: "resume" }),
        entry({ at: minute(n), actor: "ada", action: "clear-stop" }),
      ]);
      for (const each of all) await trail.add(each);
      const idsOf = async (filter: AuditFilter): Promise<readonly string[]> => {
        const ids: string[] = [];
        let after: string | undefined;
        do {
          const page = { limit: 2, ...filter, ...(after && { after }) };
          const { entries, last } = await trail.list(page);
          expect(entries.length).toBeLessThanOrEqual(2);
          ids.push(...entries.map(({ id }) => id));
          after = last;
        } while (after !== undefined);
        return ids.toSorted();
      };
      const expected = (isWanted: (each: AuditEntry) => boolean) =>
        all
          .filter(isWanted)
          .map(({ id }) => id)
          .toSorted();
      const [from, to] = [minute(2), minute(4)];
      const isWithin = ({ at }: AuditEntry) => at >= from && at < to;
      expect(await idsOf({ from, to })).toEqual(expected(isWithin));
      expect(await idsOf({ actor: "ada", from: minute(1) })).toEqual(
        expected(({ actor }) => actor === "ada"),
      );
      expect(await idsOf({ action: "clear-stop" })).toEqual(
        expected(({ action }) => action === "clear-stop"),
      );
      expect(await idsOf({ from, to, actor: "bob", action: "resume" })).toEqual(
        expected((each) => isWithin(each) && each.actor === "bob"),
      );
      expect(await idsOf({ actor: "nobody" })).toEqual([]);
    });

    it("goes on from any position, also one outside of the time", async () => {
      const trail = empty();
      const [before, within] = [later(START, 500_000), later(START, 510_000)];
      const kept = entry({ at: within });
      await trail.add(kept);
      const to = later(within, 1);
      const page = { limit: 5, from: within, to };
      const beyond = `${later(to, 1).toISOString()}#x`;
      expect(await trail.list({ ...page, after: beyond })).toEqual({
        entries: [kept],
      });
      const below = `${before.toISOString()}#x`;
      expect(await trail.list({ ...page, after: below })).toEqual({
        entries: [],
      });
    });

    it("keeps five thousand ids in one entry", async () => {
      const ids = Array.from({ length: 5_000 }, () => randomUUID());
      await empty().add(entry({ at: later(START, 600_000), detail: { ids } }));
      const { entries } = await empty().list({ limit: 1 });
      expect(entries[0]?.detail).toEqual({ ids });
    });
  });
}
