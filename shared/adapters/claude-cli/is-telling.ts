/**
 * What a line must hold to change the facts of a run (see `withEvent`), or, for the last two, to
 * spell it in another way: by an escape, or with a NUL in between that is taken out later.
 */
const TOKENS = [
  ...['"init"', '"result"', '"rate_limit_event"', '"error"'],
  ...["\\u", "\0"],
].map((token) => Buffer.from(token));

/**
 * Whether a line is worth parsing. Nearly all that a run prints are messages of which nothing is
 * kept: they are told by their bytes, without a text or an object made of each.
 */
export function isTelling(line: Buffer): boolean {
  return TOKENS.some((token) => line.includes(token));
}
