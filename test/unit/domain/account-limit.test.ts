import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AccountLimit,
  ALERT_FAILURES,
  allowance,
  answered,
  CANARY_MS,
  isOutage,
  observed,
  openedByHand,
  RAMP_STEP_MS,
  raisesAlert,
  UNLIMITED,
  withCanary,
} from "../../../shared/domain/account-limit.ts";
import { OUTCOMES, type OutcomeName } from "../../../shared/domain/outcome.ts";
import type { TaskId } from "../../../shared/domain/task.ts";

const T0 = new Date("2030-01-01T00:00:00Z");
const at = (ms: number): Date => new Date(T0.getTime() + ms);
const HOUR = 3_600_000;

interface Seen {
  readonly ms?: number;
  readonly task?: string;
  readonly resetsAt?: Date;
}

const see = (
  limit: AccountLimit,
  outcome: OutcomeName,
  { ms = 0, task = "a", resetsAt }: Seen = {},
): AccountLimit =>
  observed(limit, {
    taskId: task as TaskId,
    outcome,
    now: at(ms),
    random: 0,
    ...(resetsAt && { resetsAt }),
  });

const closedUntil = (limit: AccountLimit): number | undefined =>
  limit.closed && limit.closed.until.getTime() - T0.getTime();

describe("The account's limit", () => {
  it("lets everything start while nothing is known against it", () => {
    expect(allowance(UNLIMITED, T0)).toEqual({
      kind: "open",
      places: Infinity,
    });
  });

  it("closes until a usage limit resets, when that is known", () => {
    const limit = see(UNLIMITED, "usage-limit", { resetsAt: at(5 * HOUR) });
    expect(limit.closed?.reason).toBe("usage-limit");
    expect(allowance(limit, at(HOUR))).toEqual({
      kind: "closed",
      until: at(5 * HOUR),
    });
  });

  it.each([
    { refusals: 1, waitMs: 1_000 },
    { refusals: 2, waitMs: 2_000 },
    { refusals: 5, waitMs: 16_000 },
    { refusals: 9, waitMs: 256_000 },
    { refusals: 10, waitMs: 300_000 },
    { refusals: 40, waitMs: 300_000 },
  ])(
    "backs off by $waitMs ms after refusal $refusals in a row",
    ({ refusals, waitMs }) => {
      let limit = UNLIMITED;
      let ms = 0;
      for (let count = 0; count < refusals; count += 1) {
        ms = closedUntil(limit) ?? 0;
        limit = see(limit, "rate-limit", { ms });
      }
      expect((closedUntil(limit) ?? 0) - ms).toBe(waitMs);
      expect(limit.refusals).toBe(refusals);
    },
  );

  it("backs off when the reset that it is told is over: the clocks differ, or the account's does", () => {
    const once = see(UNLIMITED, "usage-limit", { resetsAt: at(-1) });
    expect(closedUntil(once)).toBe(1_000);
    const twice = see(once, "usage-limit", {
      ms: 1_000,
      resetsAt: at(1_000),
    });
    expect(closedUntil(twice)).toBe(3_000);
  });

  it("counts runs that were under way when it closed as one refusal, and keeps the later end", () => {
    const first = see(UNLIMITED, "rate-limit");
    const second = see(first, "rate-limit", { ms: 10, task: "b" });
    expect(second.refusals).toBe(1);
    const third = see(second, "usage-limit", {
      ms: 20,
      task: "c",
      resetsAt: at(HOUR),
    });
    expect(third).toMatchObject({
      refusals: 1,
      closed: { reason: "usage-limit" },
    });
    expect(see(third, "rate-limit", { ms: 30 })).toBe(third);
  });

  it("gives one canary when its time is over, and no second one until that is lost", () => {
    const limit = see(UNLIMITED, "rate-limit");
    expect(withCanary(limit, at(999))).toBeUndefined();
    const trying = withCanary(limit, at(1_000));
    expect(trying && allowance(trying, at(1_000))).toEqual({
      kind: "closed",
      until: at(1_000 + CANARY_MS),
    });
    expect(trying && withCanary(trying, at(2_000))).toBeUndefined();
    expect(trying && allowance(trying, at(1_000 + CANARY_MS)).kind).toBe(
      "canary",
    );
  });

  it("closes again at once when the canary is refused", () => {
    const trying = withCanary(see(UNLIMITED, "rate-limit"), at(1_000));
    const limit = see(trying ?? UNLIMITED, "rate-limit", { ms: 1_500 });
    expect(allowance(limit, at(1_500))).toEqual({
      kind: "closed",
      until: at(3_500),
    });
    expect(limit.canaryUntil).toBeUndefined();
  });

  it("opens step by step when the canary is answered", () => {
    const trying = withCanary(see(UNLIMITED, "rate-limit"), at(1_000));
    const limit = answered(trying ?? UNLIMITED, at(2_000));
    const placesAfter = (ms: number) => allowance(limit, at(2_000 + ms));
    expect(limit).toEqual({ ...UNLIMITED, openedAt: at(2_000) });
    expect(placesAfter(0)).toEqual({ kind: "open", places: 1 });
    expect(placesAfter(RAMP_STEP_MS)).toEqual({ kind: "open", places: 2 });
    expect(placesAfter(6 * RAMP_STEP_MS)).toEqual({ kind: "open", places: 64 });
  });

  it.each([
    "session-expired",
    "billing",
    "invalid-request",
    "misconfigured",
    "interrupted",
  ] as const)(
    "is none the wiser when the canary ends as %s: another may try",
    (outcome) => {
      const trying = withCanary(see(UNLIMITED, "rate-limit"), at(1_000));
      const limit = see(trying ?? UNLIMITED, outcome, { ms: 1_200 });
      expect(allowance(limit, at(1_200)).kind).toBe("canary");
      expect(see(UNLIMITED, outcome)).toBe(UNLIMITED);
    },
  );

  it.each(["crashed", "empty-result", "unknown"] as const)(
    "lets another canary try when one ends as %s, and counts the failure",
    (outcome) => {
      const trying = withCanary(see(UNLIMITED, "rate-limit"), at(1_000));
      const limit = see(trying ?? UNLIMITED, outcome, { ms: 1_200 });
      expect(allowance(limit, at(1_200)).kind).toBe("canary");
      expect(limit).toMatchObject({ refusals: 1, failuresInARow: 1 });
    },
  );

  it("stays closed when a run that began before ends well", () => {
    const limit = see(UNLIMITED, "usage-limit", { resetsAt: at(HOUR) });
    expect(see(limit, "success", { ms: 10, task: "b" })).toBe(limit);
  });

  it("takes three tasks that find the API unavailable within a minute for an outage", () => {
    const two = see(see(UNLIMITED, "unavailable"), "unavailable", {
      task: "b",
    });
    expect(isOutage(two)).toBe(false);
    expect(isOutage(see(two, "unavailable", { ms: 59_000, task: "c" }))).toBe(
      true,
    );
    expect(isOutage(see(two, "unavailable", { ms: 60_000, task: "c" }))).toBe(
      false,
    );
    expect(isOutage(see(two, "unavailable", { ms: 10, task: "b" }))).toBe(
      false,
    );
    const better = see(two, "success", { ms: 10 });
    expect(isOutage(see(better, "unavailable", { ms: 20, task: "c" }))).toBe(
      false,
    );
  });

  it("closes again when the canary of an outage finds it unavailable still", () => {
    let limit = UNLIMITED;
    for (const task of ["a", "b", "c"])
      limit = see(limit, "unavailable", { task });
    const trying = withCanary(limit, at(1_000));
    const again = see(trying ?? UNLIMITED, "unavailable", {
      ms: 1_500,
      task: "d",
    });
    expect(again).toMatchObject({ refusals: 2, closed: { reason: "outage" } });
    expect(closedUntil(again)).toBe(3_500);
  });

  it("raises an alert once when runs keep failing, and again only after a success", () => {
    const alerts = (outcomes: readonly OutcomeName[]): number => {
      let limit = UNLIMITED;
      let raised = 0;
      for (const [index, outcome] of outcomes.entries()) {
        const after = see(limit, outcome, { ms: index * 70_000 });
        raised += Number(raisesAlert(limit, after));
        limit = after;
      }
      return raised;
    };
    const failing = Array.from(
      { length: ALERT_FAILURES },
      () => "crashed" as const,
    );
    expect(alerts(failing.slice(1))).toBe(0);
    expect(alerts([...failing, "unknown", "empty-result", "unavailable"])).toBe(
      1,
    );
    expect(alerts([...failing, "success", ...failing])).toBe(2);
  });

  it("remembers usage windows that are nearly used up, until a run sees them with room again", () => {
    const withWindows = (limit: AccountLimit, utilization?: number) =>
      observed(limit, {
        taskId: "a" as TaskId,
        outcome: "success",
        now: T0,
        random: 0,
        ...(utilization !== undefined && {
          usageWindows: [
            { name: "five_hour", utilization, resetsAt: at(HOUR) },
          ],
        }),
      });
    const near = withWindows(UNLIMITED, 0.92);
    expect(withWindows(UNLIMITED, 0.89)).toBe(UNLIMITED);
    expect(near.nearlyUsed).toEqual([
      { name: "five_hour", utilization: 0.92, resetsAt: at(HOUR) },
    ]);
    expect(allowance(near, T0).kind).toBe("open");
    expect(withWindows(near, 0.9201)).toBe(near);
    expect(withWindows(near)).toBe(near);
    expect(withWindows(near, 0.95).nearlyUsed?.[0]?.utilization).toBe(0.95);
    expect(withWindows(near, 0.1)).toEqual(UNLIMITED);
  });

  it("whatever runs show: it never closes for longer than it was told or than the back-off's cap, and one good run ends it", () => {
    const run = fc.record({
      outcome: fc.constantFrom(...OUTCOMES),
      pauseMs: fc.nat(400_000),
      task: fc.constantFrom("a", "b", "c", "d"),
      resetsInMs: fc.option(fc.nat(8 * 24 * HOUR), { nil: undefined }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(run, { maxLength: 60 }), (runs) => {
        let limit = UNLIMITED;
        let now = T0.getTime();
        let promised = 0;
        for (const { outcome, pauseMs, task, resetsInMs, random } of runs) {
          now += pauseMs;
          const isLimit = outcome === "usage-limit" && resetsInMs !== undefined;
          if (isLimit) promised = Math.max(promised, now + resetsInMs);
          limit = observed(limit, {
            taskId: task as TaskId,
            outcome,
            now: new Date(now),
            random,
            ...(isLimit && { resetsAt: new Date(now + resetsInMs) }),
          });
          const until = limit.closed?.until.getTime() ?? 0;
          expect(until).toBeLessThanOrEqual(Math.max(promised, now + 300_000));
        }
        const end = limit.closed?.until ?? new Date(now);
        const after = answered(limit, end);
        expect(allowance(after, new Date(end.getTime() + HOUR)).kind).toBe(
          "open",
        );
        expect(after).toMatchObject({
          refusals: 0,
          unavailable: [],
          failuresInARow: 0,
        });
      }),
    );
  });
});

describe("A limit that a person opens", () => {
  it("lets everything start at once, also where it was half open", () => {
    const refused = see(UNLIMITED, "usage-limit", { resetsAt: at(HOUR) });
    const open = { kind: "open", places: Infinity };
    expect(allowance(openedByHand(refused), at(1_000))).toEqual(open);
    const ramp = answered(refused, at(HOUR));
    expect(allowance(ramp, at(HOUR))).not.toEqual(open);
    expect(allowance(openedByHand(ramp), at(HOUR))).toEqual(open);
  });

  it("begins its back-off anew when it is refused again", () => {
    let limit = UNLIMITED;
    for (let ms = 0; ms < HOUR; ms += 301_000)
      limit = see(limit, "rate-limit", { ms });
    const opened = openedByHand(limit);
    const again = see(opened, "rate-limit", { ms: HOUR });
    expect(closedUntil(again)).toBe(HOUR + 1_000);
  });
});
