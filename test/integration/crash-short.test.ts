/** The crash test in short; `npm run test:crash` is the long one (test/crash). */
import { expect, it } from "vitest";
import { crashTest } from "../crash/crash-test.ts";

/**
 * Always the same, so that what fails once can be looked into: in six blows it ends each kind of
 * process, then all at once, while an executor sleeps for longer than its lease. The instruction
 * that each blow meets is another one every time, all the same.
 */
const SEED = 67;
/** Under a minute, most of it a lease; a loaded machine gets more. */
const PATIENCE_MS = 300_000;

it(
  "whatever is killed at whatever moment, nothing is lost and nothing happens twice",
  { timeout: PATIENCE_MS },
  async () => {
    const { details, record } = await crashTest({
      seed: SEED,
      kills: 6,
      tasks: 36,
      say: () => {},
    });
    expect(details).toEqual([]);
    expect(record).toMatchObject({ kills: 6, suspended: 1, lost: 0 });
    expect(record.runs).toBeGreaterThan(record.succeeded);
  },
);
