/** A list of the API that comes in pages, as one list of as many items as are wanted. */
import { usageError } from "./command-error.ts";
import type { Page } from "./answers.ts";
import type { Call, Connection } from "./connection.ts";

export interface Wanted {
  readonly limit: number;
  /** Where an earlier list ended. */
  readonly cursor?: string | undefined;
}

/** As many as the API gives at once. */
const PAGE = 100;
const MAX_LIMIT = 100_000;

export async function readPages<T>(
  connection: Pick<Connection, "request">,
  path: string,
  { limit, cursor, ...query }: Wanted & NonNullable<Call["query"]>,
): Promise<Page<T>> {
  const items: T[] = [];
  let next = cursor;
  do {
    const size = Math.min(PAGE, limit - items.length);
    const page = await connection.request<Page<T>>("GET", path, {
      query: { ...query, limit: size, cursor: next },
    });
    items.push(...page.items);
    next = page.cursor;
  } while (next !== undefined && items.length < limit);
  return { items, ...(next !== undefined && { cursor: next }) };
}

/** What tells that there is more, and how to see it. */
export const moreNote = ({ cursor }: Page<unknown>): string | undefined =>
  cursor === undefined
    ? undefined
    : `There are more: raise --limit, or go on with --cursor ${cursor}`;

/** @throws CommandError; commander adds which option it was */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > MAX_LIMIT)
    throw usageError(
      `\`${text}\` is no number of items; give a whole number from 1 to ${MAX_LIMIT}.`,
    );
  return limit;
}
