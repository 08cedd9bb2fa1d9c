/** Variables by name, as a process is given them. */
export type Variables = Readonly<Record<string, string>>;

/** What every program needs to run at all. */
const FOR_EVERY_PROGRAM = ["PATH", "HOME", "TMPDIR", "LANG", "TERM"];

/** Never handed on, not even by name: our own settings and the keys to our own stores. */
const WITHHELD = /^(AWS|GITHUB|CCSP)_/;

/**
 * What a program that does the work may see of our environment: an allow-list, so that what we
 * are given next year does not leak.
 *
 * @param names further variables that it may see; those that begin with `AWS_`, `GITHUB_` or
 *   `CCSP_` are ignored
 */
export function allowedEnvironment(
  ownEnvironment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Variables {
  const allowed = names.filter((name) => !WITHHELD.test(name));
  return Object.fromEntries(
    [...FOR_EVERY_PROGRAM, ...allowed].flatMap((name) => {
      const value = ownEnvironment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
