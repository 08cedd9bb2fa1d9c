/** What a task was given and gave back: payloads that its row names. */
import * as z from "zod";
import type { Task, TaskRequest } from "../../domain/task.ts";
import { KEEP_FINISHED_MS, MAX_AHEAD_MS } from "../../domain/timing.ts";
import { keepPayload, readPayload, StoredPayload } from "./payload.ts";
import { type Item, type Table, understand } from "./table.ts";
import { taskKey, toSeconds } from "./task-item.ts";

export async function contentOf(
  table: Table,
  item: Item,
  attribute: "metadata" | "result" | "request",
): Promise<unknown> {
  if (item[attribute] === undefined) return undefined;
  const row = z.object({ [attribute]: StoredPayload });
  const stored = understand(row, item)[attribute];
  return stored && readPayload(table, String(item["pk"]), stored);
}

export const requestOf = async (
  table: Table,
  item: Item,
): Promise<TaskRequest> =>
  StoredRequest.parse(await contentOf(table, item, "request"));

/** What the task was given would otherwise be gone before the task, which begins anew. */
export async function keepContent(table: Table, task: Task): Promise<void> {
  const item = (await table.get(taskKey(task.id))) ?? {};
  const { request, metadata } = understand(StoredContent, item);
  const { pk } = taskKey(task.id);
  await Promise.all(
    [request, metadata].map(
      async (stored) =>
        stored && keepPayload(table, pk, stored, outlives(task)),
    ),
  );
}

/** Epoch seconds after which nobody needs a task's chunks any more, however long it waited. */
export const outlives = (task: Task): number =>
  toSeconds(task.notBefore.getTime() + MAX_AHEAD_MS + KEEP_FINISHED_MS);

const StoredContent = z.object({
  request: StoredPayload.exactOptional(),
  metadata: StoredPayload.exactOptional(),
});

const StoredRequest = z.custom<TaskRequest>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof Reflect.get(value, "prompt") === "string",
  "the stored request has no prompt",
);
