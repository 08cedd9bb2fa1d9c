/** Whoever may end this process to save money, and is asked not to while it works. */

/** Both reject with a `ScaleInError`. */
export interface ScaleIn {
  /** From now on, for so long at most, this process is not chosen for an end. */
  protect(forMs: number): Promise<void>;
  /** It may be chosen again. */
  release(): Promise<void>;
}

/** The request was not taken. The agent's word is kept as `cause`. */
export class ScaleInError extends Error {
  override readonly name = "ScaleInError";
  readonly code = "SCALE_IN";

  constructor(options: { cause: unknown }) {
    super("The scale-in protection could not be changed.", options);
  }
}
