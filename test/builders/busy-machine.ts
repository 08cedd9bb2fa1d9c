/** How tests measure a promise that has a bound in time, on a machine that others may keep busy. */

const LOST_MS = 15_000;

/** Far from what the service does on a quiet machine, and near enough to tell that from waiting in vain. */
export const onABusyMachine = (promisedMs: number): number =>
  promisedMs + LOST_MS;
