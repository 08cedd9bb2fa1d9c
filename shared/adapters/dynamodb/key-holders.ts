/** Idempotency keys in the Tasks table: who came first with a key holds it. */
import { createHash } from "node:crypto";
import * as z from "zod";
import type { TaskId } from "../../domain/task.ts";
import type { AgentKey, KeyHolder, TaskStore } from "../../ports/task-store.ts";
import { type Key, LOST, type Table, understand } from "./table.ts";
import { toSeconds } from "./task-item.ts";

const KeyRow = z.object({
  taskId: z.string().transform((id) => id as TaskId),
  bodyHash: z.string(),
  heldUntil: z.number(),
});

export function dynamoDbKeyHolders(
  table: Table,
): Pick<TaskStore, "findKey" | "holdKey"> {
  const read = async (key: AgentKey) => {
    const item = await table.get(rowKeyOf(key));
    return item && understand(KeyRow, item);
  };
  return {
    async findKey(key, now) {
      const row = await read(key);
      return row && row.heldUntil > now.getTime() ? toHolder(row) : undefined;
    },
    async holdKey(key, holder, now, expiresAt) {
      const put = await table.put(
        {
          ...rowKeyOf(key),
          ...holder,
          heldUntil: expiresAt.getTime(),
          expiresAt: toSeconds(expiresAt.getTime()),
        },
        {
          ConditionExpression: "attribute_not_exists(pk) OR heldUntil <= :now",
          ExpressionAttributeValues: { ":now": now.getTime() },
        },
      );
      if (put !== LOST) return holder;
      const first = await read(key);
      // Deleted between the two calls: its time was over, so ours is the first.
      return first ? toHolder(first) : holder;
    },
  };
}

/** Hashed: a key may be long, and may hold what should not be in a table's key. */
function rowKeyOf({ agent, key }: AgentKey): Key {
  const hash = createHash("sha256").update(key).digest("hex");
  return { pk: `key#${agent}#${hash}`, sk: "key" };
}

const toHolder = ({
  taskId,
  bodyHash,
}: z.output<typeof KeyRow>): KeyHolder => ({ taskId, bodyHash });
