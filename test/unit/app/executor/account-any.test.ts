/** Whatever comes: what models say closes nothing, and what closed opens again. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeBlocked } from "../../../../shared/app/session/free-blocked.ts";
import { sayRestored } from "../../../../shared/app/session/say-restored.ts";
import { UNLIMITED } from "../../../../shared/domain/account-limit.ts";
import { OUTCOMES } from "../../../../shared/domain/outcome.ts";
import { isFinished } from "../../../../shared/domain/task.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { someExecutors } from "./some-executors.ts";

const MINUTE = 60_000;
/** Each case lives through an hour or two: that takes a while on a busy machine. */
const TIMEOUT_MS = 30_000;

describe("whatever successful runs say", () => {
  it(
    "closes no gate",
    async () => {
      const text = fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom(
          "usage limit reached|1767225600",
          '{"type":"rate_limit_event","rate_limit_info":{"status":"rejected"}}',
          "API Error: 529 Overloaded",
          "Please run /login",
        ),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(text, { minLength: 1, maxLength: 12 }),
          async (texts) => {
            const some = someExecutors(2);
            const { acceptMany, control, journal, now } = some;
            await some.start();
            some.answer((index) => ({ result: texts[index] ?? "" }));
            const tasks = await acceptMany(texts.length);
            expect(await control.limits.read()).toEqual({
              limit: UNLIMITED,
              version: 0,
            });
            expect(await control.gates.closedGates()).toEqual([]);
            for (const task of tasks)
              expect(now(task).status).toBe("succeeded");
            const worse = journal.entries.filter(
              ({ level }) => level === "error",
            );
            expect(worse).toEqual([]);
            await some.finish();
          },
        ),
        { numRuns: 15 },
      );
    },
    TIMEOUT_MS,
  );
});

describe("whatever happens to the account", () => {
  const outcome = fc.constantFrom(...OUTCOMES);
  const trouble = fc.record({
    outcome,
    resetsInMs: fc.option(fc.integer({ min: -MINUTE, max: 10 * MINUTE }), {
      nil: undefined,
    }),
  });

  it(
    "everything runs, and the gate opens, once it is well again",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(trouble, { minLength: 1, maxLength: 60 }),
          fc.array(fc.constantFrom("replace", "read", "none"), {
            maxLength: 20,
          }),
          fc.array(fc.integer({ min: -5_000, max: 5_000 }), {
            minLength: 1,
            maxLength: 3,
          }),
          async (troubles, outages, skewsMs) => {
            // One executor for each clock: some are ahead, some behind.
            const some = someExecutors(skewsMs.length, (index, { clock }) => ({
              clock: {
                ...clock,
                now: () => later(clock.now(), skewsMs[index] ?? 0),
              },
            }));
            const { clock, control, nowMs, now } = some;
            await some.start();
            some.answer((index) => {
              const met = nowMs() < 20 * MINUTE ? troubles[index] : undefined;
              if (!met) return {};
              const at = later(START, nowMs() + (met.resetsInMs ?? 0));
              const isTold = met.resetsInMs !== undefined;
              return {
                outcome: met.outcome,
                ...(isTold && { resetsAt: at }),
              };
            });
            const tasks = [...(await some.acceptMany(6))];
            for (const outage of outages) {
              if (outage !== "none") control.failing.add(outage);
              await clock.advance(1_500);
              control.failing.clear();
              tasks.push(...(await some.acceptMany(1)));
            }
            await clock.advance(21 * MINUTE);
            // A lost login comes back only when somebody says so.
            const { sessions } = control;
            const order = { actor: "olga", reason: "renewed" };
            await sayRestored({ ...some, sessions })(order);
            await clock.advance(MINUTE);
            // As the cron does: a loss that could not be written has blocked its task all the same.
            await freeBlocked(some)();
            await clock.advance(18 * MINUTE);
            tasks.push(...(await some.acceptMany(2)));
            await clock.advance(MINUTE);
            for (const task of tasks) expect(isFinished(now(task))).toBe(true);
            expect((await control.limits.read()).limit.closed).toBeUndefined();
            await some.finish();
          },
        ),
        { numRuns: 15 },
      );
    },
    TIMEOUT_MS,
  );
});
