/**
 * Characters that JSON never holds unescaped; something outside the CLI may have mixed them in.
 * Without them means the same whatever was valid with them: only white space is among what goes.
 */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const STRAY = /[\u0000-\u0008\u000b-\u001f]/g;

export const withoutStrays = (text: string): string => text.replace(STRAY, "");

/** Only where a line begins: anywhere else it is a character of a text. */
export const withoutByteOrderMark = (text: string): string =>
  text.replace(/^\ufeff/, "");
