/** What is kept secret, read when it is needed, so that a renewed one needs no restart. */

/**
 * `undefined`: nothing was put in yet. Rejects with a `SecretError`, which says nothing of what is in it.
 *
 * @param id which one, as the keeper calls it
 */
export type ReadSecret = (id: string) => Promise<string | undefined>;

/** The secret could not be read. The keeper's error is kept as `cause`. */
export class SecretError extends Error {
  override readonly name = "SecretError";
  readonly code = "SECRET_UNREADABLE";

  constructor(id: string, options: { cause: unknown }) {
    super(`The secret ${id} could not be read.`, options);
  }
}
