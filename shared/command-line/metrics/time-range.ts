/** From when to when, as people type it, and how long a period is. */
import { usageError } from "../command-error.ts";
import { parseDuration } from "../duration.ts";
import { parseMoment } from "../moment.ts";

const BEFORE = /^-(?=\d)| ago$/;
const SPAN = /^[\d.]+[a-z]/;

/** `-1h`, `1h`, `"1h ago"`, `now`, or a time with its zone. @throws CommandError */
export function parseWhen(text: string, now: Date): Date {
  if (text === "now") return now;
  const span = text.replace(BEFORE, "");
  return SPAN.test(span)
    ? new Date(now.getTime() - parseDuration(span))
    : new Date(parseMoment(text));
}

const MINUTE_MS = 60_000;

/** Seconds, or a duration: whole minutes. @throws CommandError */
export function parsePeriod(text: string): number {
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : parseDuration(text);
  if (ms < MINUTE_MS || ms % MINUTE_MS !== 0)
    throw usageError(
      `\`${text}\` is no period; give whole minutes, in seconds or with a unit, for example 60, 300 or 5m.`,
    );
  return ms;
}
