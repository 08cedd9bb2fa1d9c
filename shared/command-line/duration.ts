/** Durations as people type them: `500ms`, `90s`, `5m`, `1h30m`, `90d`. */
import { usageError } from "./command-error.ts";

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const WHOLE = /^(\d+(\.\d+)?(ms|[smhd]))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|[smhd])/g;

/** For an option; @throws CommandError */
export function parseDuration(text: string): number {
  if (!WHOLE.test(text))
    throw usageError(
      `\`${text}\` is not a duration; write a number and a unit (ms, s, m, h, d), for example 90s, 5m or 90d.`,
    );
  return [...text.matchAll(PART)].reduce(
    (sum, [, amount, unit = ""]) =>
      sum + Number(amount) * (UNITS_MS[unit] ?? 0),
    0,
  );
}

/** In the two largest units: `45s`, `2m 5s`, `3h 20m`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return "0s";
  return parts
    .slice(first, first + 2)
    .filter(([amount], place) => place === 0 || amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(" ");
}

/** A measured one, to a tenth: `162 ms`, `2.9s`; from a minute on in its two largest units. */
export function formatMeasured(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return ms < 59_950
    ? `${Number((ms / 1_000).toFixed(1))}s`
    : formatDuration(Math.round(ms / 1_000) * 1_000);
}
