/** Tasks in the Tasks table. */
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { isFinished, type TaskId } from "../../domain/task.ts";
import type { Claim, TaskStore, WholeTask } from "../../ports/task-store.ts";
import { noteCallback } from "./callback-note.ts";
import { changeTo } from "./change-to.ts";
import { dynamoDbDueTasks } from "./due-tasks.ts";
import { dynamoDbKeyHolders } from "./key-holders.ts";
import { leaseCondition } from "./lease-condition.ts";
import { type StoredPayload, writePayload } from "./payload.ts";
import {
  dynamoDbStandings,
  standingKey,
  standsSince,
} from "./standing-index.ts";
import { dynamoDbTable, type Item, LOST } from "./table.ts";
import {
  fromItem,
  listedAs,
  TASK_ATTRIBUTES,
  taskIdOf,
  taskKey,
  toItem,
} from "./task-item.ts";
import { contentOf, keepContent, outlives, requestOf } from "./task-content.ts";

export interface TaskStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Marks each write, so that one whose answer was lost is known again. */
  readonly newWriteId: () => string;
}

export function dynamoDbTaskStore(options: TaskStoreOptions): TaskStore {
  const { client, tableName, newWriteId } = options;
  const table = dynamoDbTable(client, tableName);

  /** A refused write is ours all the same when the row carries its mark: only the answer was lost. */
  const written = async (
    id: TaskId,
    writeId: string,
    result: Item | typeof LOST,
  ): Promise<Item | undefined> => {
    if (result !== LOST) return result;
    const item = await table.get(taskKey(id));
    return item?.["writeId"] === writeId ? item : undefined;
  };

  const whole = async (
    item: Item,
    parts: readonly ("metadata" | "result")[],
  ): Promise<WholeTask> => {
    const contents = await Promise.all(
      parts.map(
        async (part) => [part, await contentOf(table, item, part)] as const,
      ),
    );
    const present = contents.filter(([, content]) => content !== undefined);
    return { task: fromItem(item), ...Object.fromEntries(present) };
  };

  return {
    ...dynamoDbKeyHolders(table),
    ...dynamoDbDueTasks(table),
    ...dynamoDbStandings(table),

    async create(task, content) {
      const { pk } = taskKey(task.id);
      const writeId = newWriteId();
      // Two requests with one key may write at once: each has chunks of its own.
      const write = (part: string, value: unknown): Promise<StoredPayload> =>
        writePayload(
          table,
          { pk, name: `${part}#${writeId}`, expiresAt: outlives(task) },
          value,
        );
      const [request, metadata] = await Promise.all([
        write("request", content.request),
        content.metadata && write("metadata", content.metadata),
      ]);
      const put = await table.put(
        {
          ...taskKey(task.id),
          ...toItem(task),
          listedAs: listedAs(task),
          request,
          metadata,
          writeId,
        },
        { ConditionExpression: "attribute_not_exists(pk)" },
      );
      return (await written(task.id, writeId, put)) !== undefined;
    },

    async read(id) {
      const item = await table.get(taskKey(id));
      return item && fromItem(item);
    },

    async readWhole(id) {
      const item = await table.get(taskKey(id));
      return item && whole(item, ["metadata", "result"]);
    },

    async readMany(ids) {
      const items = await table.getMany(ids.map(taskKey));
      return Promise.all(items.map((item) => whole(item, ["metadata"])));
    },

    async claim(claim) {
      const writeId = newWriteId();
      const result = await table.update(taskKey(claim.taskId), {
        UpdateExpression:
          "SET #status = :running, fence = fence + :one, lease = :lease, wakeAt = :until, startedAt = :now, standing = :standing, standsSince = :since, writeId = :writeId REMOVE #error, waitingOf",
        ConditionExpression:
          "#status IN (:queued, :scheduled) AND notBefore <= :now AND queueClass = :class",
        ExpressionAttributeNames: { "#status": "status", "#error": "error" },
        ExpressionAttributeValues: {
          ...claimValues(claim),
          ":writeId": writeId,
        },
      });
      const item = await written(claim.taskId, writeId, result);
      if (!item) return undefined;
      const request = await requestOf(table, item);
      return { task: fromItem(item), request };
    },

    async renew(task, now, leaseUntil) {
      const result = await table.update(taskKey(task.id), {
        UpdateExpression: "SET lease.#until = :until, wakeAt = :until",
        ConditionExpression: "fence = :fence AND lease.#until > :now",
        ExpressionAttributeNames: { "#until": "until" },
        ExpressionAttributeValues: {
          ":until": leaseUntil.getTime(),
          ":fence": task.fence,
          ":now": now.getTime(),
        },
      });
      return result !== LOST;
    },

    async transition(seen, next, options = {}) {
      const { result } = options;
      const { pk } = taskKey(seen.id);
      if (isFinished(seen) && !isFinished(next)) await keepContent(table, next);
      const stored =
        result === undefined
          ? undefined
          : await writePayload(
              table,
              {
                pk,
                // Named for its fence: what a zombie writes can never overwrite it.
                name: `result#${String(next.fence)}`,
                expiresAt: outlives(next),
              },
              result,
            );
      const writeId = newWriteId();
      const change = changeTo(
        { ...toItem(next), result: stored, writeId },
        TASK_ATTRIBUTES,
      );
      const lease = leaseCondition(options);
      const put = await table.update(taskKey(seen.id), {
        ...change,
        ConditionExpression: `#fence = :seen${lease.condition}`,
        ExpressionAttributeNames: {
          ...change.ExpressionAttributeNames,
          ...lease.names,
        },
        ExpressionAttributeValues: {
          ...change.ExpressionAttributeValues,
          ...lease.values,
          ":seen": seen.fence,
        },
      });
      return (await written(seen.id, writeId, put)) !== undefined;
    },

    async noteDispatch(task, dispatchId, wakeAt) {
      const result = await table.update(taskKey(task.id), {
        ReturnValues: "NONE",
        UpdateExpression: "SET dispatchId = :dispatchId, wakeAt = :wakeAt",
        ConditionExpression: "fence = :fence",
        ExpressionAttributeValues: {
          ":dispatchId": dispatchId,
          ":wakeAt": wakeAt.getTime(),
          ":fence": task.fence,
        },
      });
      return result !== LOST;
    },

    noteCallback: (seen, next) => noteCallback(table, seen, next),

    async list(agent, { limit, after }) {
      const page = await table.query({
        IndexName: "by-agent",
        KeyConditionExpression: "#agent = :agent",
        ExpressionAttributeNames: { "#agent": "agent" },
        ExpressionAttributeValues: { ":agent": agent },
        ScanIndexForward: false,
        Limit: limit,
        ...(after && { ExclusiveStartKey: startKey(agent, after) }),
      });
      return {
        ids: page.items.map((item) => ({
          id: taskIdOf(item),
          position: String(item["listedAs"]),
        })),
        isLast: page.last === undefined,
      };
    },
  };
}

function claimValues(claim: Claim): Item {
  const until = claim.leaseUntil.getTime();
  return {
    ":running": "running",
    ":queued": "queued",
    ":scheduled": "scheduled",
    ":one": 1,
    ":lease": { executorId: claim.executorId, until },
    ":until": until,
    ":now": claim.now.getTime(),
    ":class": claim.queueClass,
    ":standing": standingKey({
      kind: "running",
      queueClass: claim.queueClass,
    }),
    ":since": standsSince(claim.now, claim.taskId),
  };
}

const startKey = (agent: string, after: string): Item => ({
  agent,
  listedAs: after,
  ...taskKey(after.slice(after.indexOf("#") + 1) as TaskId),
});
