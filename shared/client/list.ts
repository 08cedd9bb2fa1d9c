/** The caller's own tasks, newest first, page after page as they are asked for. */
import type { Connection } from "./exchange.ts";
import type { ListOptions } from "./options.ts";
import { readPage } from "./read-answer.ts";
import { ANSWER_WITHIN_MS, request } from "./request.ts";
import type { Task } from "./types.ts";

export async function* list(
  connection: Connection,
  { status, priority, pageSize, signal }: ListOptions,
): AsyncGenerator<Task, void, undefined> {
  const filter = { status, priority, limit: pageSize };
  let cursor: string | undefined;
  do {
    const path = `/tasks${toQuery({ ...filter, cursor })}`;
    const withinMs = ANSWER_WITHIN_MS;
    const sent = { method: "GET", path, withinMs, signal } as const;
    const page = readPage(await request(connection, sent));
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

function toQuery(
  fields: Readonly<Record<string, string | number | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) query.set(name, `${value}`);
  return query.size === 0 ? "" : `?${query.toString()}`;
}
