/** Numbers, times and durations as people read them; what is not known is a dash. */

export const UNKNOWN = "–";

type Maybe<Value> = Value | null | undefined;

const isUnknown = (value: Maybe<unknown>): value is null | undefined =>
  value === null || value === undefined;

const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
/** Of what is less than one, the first digits that are not zero. */
const SMALL = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });
const COMPACT = new Intl.NumberFormat("en", {
  notation: "compact",
  maximumFractionDigits: 1,
});
const DOLLARS = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
});

export const count = (value: Maybe<number>): string =>
  isUnknown(value) ? UNKNOWN : formatFor(Math.abs(value)).format(value);

function formatFor(size: number): Intl.NumberFormat {
  if (size < 1) return SMALL;
  return size < 10_000 ? NUMBER : COMPACT;
}

export const dollars = (value: Maybe<number>): string =>
  isUnknown(value) ? UNKNOWN : DOLLARS.format(value);

/** @param value 0 to 1 */
export const percent = (value: Maybe<number>): string =>
  isUnknown(value) ? UNKNOWN : `${NUMBER.format(value * 100)} %`;

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** With the two greatest units that it has: `2 h 5 min`, `1.2 s`, `350 ms`. */
export function duration(ms: Maybe<number>): string {
  if (isUnknown(ms)) return UNKNOWN;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${NUMBER.format(ms / 1_000)} s`;
  const at = UNITS.findIndex(([, size]) => ms >= size);
  const [first, second] = UNITS.slice(at, at + 2);
  if (!first) return UNKNOWN;
  const whole = Math.floor(ms / first[1]);
  const rest = second ? Math.floor((ms % first[1]) / second[1]) : 0;
  const more = second && rest > 0 ? ` ${rest} ${second[0]}` : "";
  return `${whole} ${first[0]}${more}`;
}

/** In whole seconds: what is counted second by second. */
export const age = (ms: number): string =>
  duration(Math.max(0, Math.floor(ms / 1_000) * 1_000)).replace("0 ms", "0 s");

const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
});
const DAY_MS = 86_400_000;

/** The time of day; further away than a day, also the day. */
export function moment(at: Maybe<string>, now: number): string {
  if (isUnknown(at)) return UNKNOWN;
  const time = Date.parse(at);
  return (Math.abs(now - time) < DAY_MS / 2 ? CLOCK : DAY).format(time);
}

export const since = (at: Maybe<string>, now: number): string =>
  isUnknown(at) ? UNKNOWN : age(now - Date.parse(at));

export const until = (at: Maybe<string>, now: number): string =>
  isUnknown(at) ? UNKNOWN : age(Date.parse(at) - now);
