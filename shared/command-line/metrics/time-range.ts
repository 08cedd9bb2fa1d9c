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

/** Of when, and by how long periods. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
  readonly periodMs: number;
}

/** So that every source answers alike: the first period whole, and the last minute, the shortest that CloudWatch keeps. */
export const wholePeriods = ({ from, to, periodMs }: Span): Span => ({
  from: new Date(Math.floor(from.getTime() / periodMs) * periodMs),
  to: new Date(Math.ceil(to.getTime() / MINUTE_MS) * MINUTE_MS),
  periodMs,
});

const DAY_MS = 86_400_000;

/** How long CloudWatch keeps periods below such a length, the longest first. */
const KEPT = [
  { days: 63, below: "1h", periodMs: 60 * MINUTE_MS },
  { days: 15, below: "5m", periodMs: 5 * MINUTE_MS },
] as const;

/** For CloudWatch, which answers with nothing then. @throws CommandError */
export function checkKept({ from, periodMs }: Span, now: Date): void {
  const ageMs = now.getTime() - from.getTime();
  const kept = KEPT.find(({ days }) => ageMs > days * DAY_MS);
  if (kept !== undefined && periodMs % kept.periodMs !== 0)
    throw usageError(
      `CloudWatch keeps what is older than ${kept.days} days by ${kept.below}; give --period ${kept.below} or a multiple of it, or a later --start.`,
    );
}
