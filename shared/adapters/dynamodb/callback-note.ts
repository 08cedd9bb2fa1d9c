/** How a finished task's callback stands, written into its row and nothing else of it. */
import type { Task } from "../../domain/task.ts";
import { updateMarked } from "./marked-write.ts";
import type { Table } from "./table.ts";
import { taskKey, toItem } from "./task-item.ts";

export function noteCallback(
  table: Table,
  seen: Task,
  next: Task,
): Promise<boolean> {
  const { callback, wakeAt, wakeShard } = toItem(next);
  const isDueAgain = wakeAt !== undefined;
  return updateMarked(table, taskKey(seen.id), {
    ReturnValues: "NONE",
    UpdateExpression: `SET callback = :callback, writeId = :writeId${
      isDueAgain
        ? ", wakeAt = :wakeAt, wakeShard = :wakeShard"
        : " REMOVE wakeAt, wakeShard"
    }`,
    ConditionExpression:
      "fence = :fence AND callback.#status = :pending AND callback.tries = :tries",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ":callback": callback,
      ":fence": seen.fence,
      ":pending": "pending",
      ":tries": seen.callback?.tries ?? 0,
      ...(isDueAgain && { ":wakeAt": wakeAt, ":wakeShard": wakeShard }),
    },
  });
}
