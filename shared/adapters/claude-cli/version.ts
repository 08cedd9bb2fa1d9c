/**
 * The oldest version that is used. 2.1 is the oldest line of which runs were recorded
 * (`test/fixtures/captures`): of what an older one prints nothing is known, and an error that is
 * not recognised would be retried where a limit should close the gate.
 */
export const MINIMUM_VERSION = "2.1.0";

/** Two or three numbers, and what a pre-release adds to them. */
const VERSION = String.raw`(?<![\w.])v?(\d+(?:\.\d+){1,2}(?:[-+][\w.+-]+)?)(?=[\s,;)]|$)`;
const HAS_VERSION = new RegExp(VERSION);
const BEGINS_WITH_VERSION = new RegExp(`^${VERSION}`);
const NAMES_CLAUDE = /claude/i;

/**
 * The version in an answer to `--version`: `2.1.330 (Claude Code)`, `9.9.9`, `claude 2.5`.
 *
 * @returns `undefined` for another program's answer (`git version 2.43.0`) and for a help text,
 *   of which only the first line counts: further down numbers mean anything
 */
export function readVersion(answer: string): string | undefined {
  const line = answer.split("\n", 1)[0]?.trim() ?? "";
  const pattern = NAMES_CLAUDE.test(line) ? HAS_VERSION : BEGINS_WITH_VERSION;
  return pattern.exec(line)?.[1];
}

/** Compares the numbers; what follows them (`-beta`) does not count. */
export function isTooOld(version: string): boolean {
  const given = numbersOf(version);
  const least = numbersOf(MINIMUM_VERSION);
  const at = least.findIndex((number, index) => number !== given[index]);
  return at !== -1 && (given[at] ?? 0) < (least[at] ?? 0);
}

/** Always three. */
function numbersOf(version: string): number[] {
  const [major, minor, patch] = version.split(/[^\d]/, 3).map(Number);
  return [major ?? 0, minor ?? 0, patch ?? 0];
}
