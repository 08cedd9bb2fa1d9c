/** Changes a row that others change at the same time: each try reads what they wrote. */

/** A row that can be written over what was seen of it, and not over anything newer. */
export interface AmendedRow<Seen, Next> {
  readonly read: () => Promise<Seen>;
  /** `false`: somebody wrote since it was read. */
  readonly replace: (seen: Seen, next: Next) => Promise<boolean>;
}

const TRIES = 5;

/**
 * Writes what `decide` makes of the row; `undefined` leaves it as it is.
 *
 * @returns what was written; `undefined` when nothing was, be it that others kept overtaking
 */
export async function amendRow<Seen, Next>(
  { read, replace }: AmendedRow<Seen, Next>,
  decide: (seen: Seen) => Next | undefined,
): Promise<Next | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const seen = await read();
    const next = decide(seen);
    if (next === undefined || (await replace(seen, next))) return next;
  }
  return undefined;
}
