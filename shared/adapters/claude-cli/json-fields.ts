/** Readers for JSON that somebody else may change: a wrong type is an absent value, never an error. */

export type JsonRecord = Readonly<Record<string, unknown>>;

export function toRecord(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function toText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Accepts a number, or a text of digits. */
export function toNumber(value: unknown): number | undefined {
  const number =
    typeof value === "string" && /^\d+(\.\d+)?$/.test(value)
      ? Number(value)
      : value;
  return typeof number === "number" && Number.isFinite(number)
    ? number
    : undefined;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
