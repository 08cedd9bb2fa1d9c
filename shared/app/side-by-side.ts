/** What one tick of the clock does: several parts at once, of which none holds up another. */

/**
 * Waits for all parts. Gives what they gave, in one object; or throws what failed, for the alarm
 * to see.
 */
export async function sideBySide(
  ...parts: readonly Promise<object>[]
): Promise<object> {
  const failures: unknown[] = [];
  let all: object = {};
  for (const end of await Promise.allSettled(parts))
    if (end.status === "fulfilled") all = { ...all, ...end.value };
    else failures.push(end.reason);
  if (failures.length > 1)
    throw new AggregateError(failures, `${failures.length} parts failed`);
  if (failures.length === 1) throw failures[0];
  return all;
}
