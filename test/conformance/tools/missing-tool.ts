/** What a lane needs is not there; the message says what and why. */
export class MissingToolError extends Error {
  override readonly name = "MissingToolError";
}
