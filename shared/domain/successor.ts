/**
 * Which executor gives way to which, while a deployment has started the new version beside the old:
 * the one that was started last and works never does, so that there is always one that works.
 */
export interface Contender {
  /** Absent: of a version that did not say so, and gives way to nobody. */
  readonly version?: string;
  readonly startedAt?: Date;
  /** Why it takes no work. */
  readonly problem?: string;
}

/** One of another version that was started later and works. */
export const successorOf = <T extends Contender>(
  own: Required<Pick<Contender, "version" | "startedAt">>,
  others: readonly T[],
): T | undefined =>
  others.find(
    ({ version, startedAt, problem }) =>
      problem === undefined &&
      version !== undefined &&
      version !== own.version &&
      startedAt !== undefined &&
      startedAt > own.startedAt,
  );
