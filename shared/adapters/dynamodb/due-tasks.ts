/** What the clock must look at: shard by shard of the wake index, and the rows behind it. */
import type { Task } from "../../domain/task.ts";
import type {
  DuePage,
  DuePosition,
  TaskStore,
} from "../../ports/task-store.ts";
import type { Item, Table } from "./table.ts";
import {
  callbackShards,
  fromItem,
  taskIdOf,
  taskKey,
  wakeShards,
} from "./task-item.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_KEYS = 100;

export function dynamoDbDueTasks(
  table: Table,
): Pick<TaskStore, "due" | "dueCallbacks"> {
  const query = (shard: string, now: Date, limit: number, after: unknown) =>
    table.query({
      IndexName: "wake",
      KeyConditionExpression: "wakeShard = :shard AND wakeAt <= :now",
      ExpressionAttributeValues: { ":shard": shard, ":now": now.getTime() },
      Limit: limit,
      ...(isItem(after) && { ExclusiveStartKey: after }),
    });

  /** In the order of the index, without those that are gone. */
  const rowsOf = async (entries: readonly Item[]): Promise<readonly Item[]> => {
    const keys = entries.map((entry) => taskKey(taskIdOf(entry)));
    const parts = Array.from(
      { length: Math.ceil(keys.length / MAX_KEYS) },
      (_, part) => keys.slice(part * MAX_KEYS, (part + 1) * MAX_KEYS),
    );
    const found = await Promise.all(parts.map((part) => table.getMany(part)));
    const byKey = new Map<unknown, Item>();
    for (const row of found.flat()) byKey.set(row["pk"], row);
    const rows = keys.map(({ pk }) => byKey.get(pk));
    return rows.filter((row) => row !== undefined);
  };

  const dueIn =
    (all: readonly string[]): TaskStore["due"] =>
    async (now, limit, after) => {
      const shards = after ? Object.keys(after) : all;
      const share = Math.ceil(limit / shards.length);
      const parts = await Promise.all(
        shards.map(async (shard) => ({
          shard,
          ...(await query(shard, now, share, after?.[shard])),
        })),
      );
      const rows = await rowsOf(parts.flatMap(({ items }) => items));
      const next: DuePosition = Object.fromEntries(
        parts.flatMap(({ shard, last }) => (last ? [[shard, last]] : [])),
      );
      return {
        ...understood(rows),
        ...(Object.keys(next).length > 0 && { next }),
      };
    };

  return { due: dueIn(wakeShards), dueCallbacks: dueIn(callbackShards) };
}

function understood(
  rows: readonly Item[],
): Pick<DuePage, "tasks" | "unreadable"> {
  const tasks: Task[] = [];
  const unreadable: unknown[] = [];
  for (const row of rows)
    try {
      tasks.push(fromItem(row));
    } catch (error) {
      unreadable.push(error);
    }
  return { tasks, unreadable };
}

const isItem = (value: unknown): value is Item =>
  typeof value === "object" && value !== null;
