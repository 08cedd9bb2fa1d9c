/**
 * Conditional writes that know themselves again: each leaves a mark of its own in the row, so that
 * one that is refused, because its first try was done and only the answer lost, is still ours.
 */
import { randomUUID } from "node:crypto";
import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { changeTo } from "./change-to.ts";
import { type Item, type Key, LOST, type Table } from "./table.ts";

type Write = (writeId: string) => Promise<Item | typeof LOST>;

async function marked(table: Table, key: Key, write: Write): Promise<boolean> {
  const writeId = randomUUID();
  if ((await write(writeId)) !== LOST) return true;
  return (await table.get(key))?.["writeId"] === writeId;
}

/** A row that is read and written as a whole. */
export interface WholeRow {
  readonly key: Key;
  /** Those that a state of it may have or lack. */
  readonly attributes: readonly string[];
}

/** Writes the row anew over the version that was seen (0: none). `false`: somebody wrote since. */
export const replaceVersion = (
  table: Table,
  { key, attributes }: WholeRow,
  seenVersion: number,
  item: Item,
): Promise<boolean> =>
  marked(table, key, (writeId) => {
    const next = { ...item, version: seenVersion + 1, writeId };
    const change = changeTo(next, attributes);
    return table.update(
      key,
      seenVersion === 0
        ? { ...change, ConditionExpression: "attribute_not_exists(pk)" }
        : {
            ...change,
            ConditionExpression: "#version = :seen",
            ExpressionAttributeValues: {
              ...change.ExpressionAttributeValues,
              ":seen": seenVersion,
            },
          },
    );
  });

export type Update = Omit<UpdateCommandInput, "TableName" | "Key">;

/** @param change writes `:writeId`, which is added to its values, into `writeId` */
export const updateMarked = (
  table: Table,
  key: Key,
  change: Update,
): Promise<boolean> =>
  marked(table, key, (writeId) =>
    table.update(key, {
      ...change,
      ExpressionAttributeValues: {
        ...change.ExpressionAttributeValues,
        ":writeId": writeId,
      },
    }),
  );
