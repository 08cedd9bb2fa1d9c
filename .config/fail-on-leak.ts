import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";

/** A closed socket or a process that was told to end needs a moment until Node lets go of it, on a busy machine a long one. */
const SETTLES_WITHIN_MS = 15_000;

let atStart: string[];

/** Timers, sockets, servers and processes that keep Node alive, and were not there at the start. */
function leaked(): string[] {
  const expected = [...atStart];
  return process.getActiveResourcesInfo().filter((resource) => {
    const index = expected.indexOf(resource);
    if (index >= 0) expected.splice(index, 1);
    return index < 0;
  });
}

beforeAll(() => {
  // The test runner's own timers are over soon: none is expected at the end.
  atStart = process
    .getActiveResourcesInfo()
    .filter((resource) => resource !== "Timeout");
});

afterAll(async () => {
  for (let waitedMs = 0; leaked().length > 0; waitedMs += 10) {
    if (waitedMs >= SETTLES_WITHIN_MS)
      throw new Error(`Left open by this file: ${leaked().join(", ")}`);
    await setTimeout(10);
  }
});
