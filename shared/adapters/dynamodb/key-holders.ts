/** Idempotency keys in the Tasks table: who came first with a key holds it. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { TaskId } from "../../domain/task.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import { LOST, type Table, understand } from "./table.ts";
import { toSeconds } from "./task-item.ts";

const KeyRow = z.object({
  taskId: z.string().transform((id) => id as TaskId),
  bodyHash: z.string(),
});

export function dynamoDbKeyHolders(table: Table): Pick<TaskStore, "holdKey"> {
  return {
    async holdKey({ agent, key }, holder, now, expiresAt) {
      // Hashed: a key may be long, and may hold what should not be in a table's key.
      const hash = createHash("sha256").update(key).digest("hex");
      const rowKey = { pk: `key#${agent}#${hash}`, sk: "key" };
      const put = await table.put(
        {
          ...rowKey,
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
      const first = await table.get(rowKey);
      // Deleted between the two calls: its time was over, so ours is the first.
      return first ? understand(KeyRow, first) : holder;
    },
  };
}
