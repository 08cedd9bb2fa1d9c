/** What others wrote (a model, another agent) must not command the terminal on which it is shown. */

/** Control characters, and those that turn the direction of a text, also of what stands behind it. */
const CONTROL =
  // eslint-disable-next-line no-control-regex -- these are what it takes out
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** @param options.lines 1: also line breaks and tabs become spaces */
export function printable(
  text: string,
  options: { readonly lines?: 1 } = {},
): string {
  const harmless = text.replaceAll("\r\n", "\n").replaceAll(CONTROL, "\ufffd");
  return options.lines === 1 ? harmless.replaceAll(/\s+/g, " ") : harmless;
}
