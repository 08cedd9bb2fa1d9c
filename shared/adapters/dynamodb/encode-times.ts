/** The value with each time as epoch milliseconds, as rows have them. */
export function encodeTimes(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(encodeTimes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, encodeTimes(each)]),
  );
}
