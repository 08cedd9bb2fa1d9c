/** Times as people type and read them. */
import { usageError } from "./command-error.ts";
import { formatDuration, parseDuration } from "./duration.ts";

/** ISO 8601 without fractions of a second: a table need not be wider. */
export const showTime = (iso: string): string => iso.replace(/\.\d+Z$/, "Z");

/** For how long it has been so, for example `5m 3s`. */
export const ageOf = (iso: string, now: Date): string =>
  formatDuration(now.getTime() - Date.parse(iso));

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A duration within bounds; @throws CommandError that names them */
export function parseDurationWithin(
  text: string,
  { min, max }: Bounds,
): number {
  const ms = parseDuration(text);
  if (ms < min || ms > max)
    throw usageError(
      `\`${text}\` is out of bounds; give at least ${boundText(min)} and at most ${boundText(max)}.`,
    );
  return Math.round(ms);
}

const boundText = (ms: number): string =>
  ms < 1_000 ? `${ms}ms` : formatDuration(ms);

const ZONED =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A time with its zone, as the API wants it; @throws CommandError */
export function parseMoment(text: string): string {
  const isDay = ZONED.test(text) && isInCalendar(text.slice(0, 10));
  const time = isDay ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw usageError(
      `\`${text}\` is no time; write it with its zone, for example 2030-01-31T12:00:00Z.`,
    );
  return new Date(time).toISOString();
}

/** JavaScript takes the 31st of November for the 1st of December. */
function isInCalendar(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return (
    !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
  );
}
