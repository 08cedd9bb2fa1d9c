/**
 * The indexes by which tasks are counted and walked through: where they stand, and whose they are
 * while they wait. Both are sparse: a task that needs nothing more is in neither.
 */
import * as z from "zod";
import { type Standing, standingOf } from "../../domain/standing.ts";
import { isWaiting, type Task, type TaskId } from "../../domain/task.ts";
import type { StandingEntry, TaskStore } from "../../ports/task-store.ts";
import { type Item, type Table, understand } from "./table.ts";

export const STANDING_ATTRIBUTES = [
  "standing",
  "standsSince",
  "waitingOf",
] as const;

export const standingKey = (standing: Standing): string =>
  standing.kind === "dead"
    ? standing.kind
    : `${standing.kind}#${standing.queueClass}`;

export const standsSince = (since: Date, id: TaskId): string =>
  `${since.toISOString()}#${id}`;

/** The attributes by which the task is in the indexes. */
export function toStandingItem(task: Task): Item {
  const standing = standingOf(task);
  return {
    ...(standing && {
      standing: standingKey(standing),
      standsSince: standsSince(standing.since, task.id),
    }),
    ...(isWaiting(task) && { waitingOf: task.agent }),
  };
}

const StandingRow = z.object({
  agent: z.string(),
  notBefore: z.number().transform((ms) => new Date(ms)),
  standsSince: z.string(),
});

function fromStandingItem(item: Item): StandingEntry {
  const { standsSince: position, ...rest } = understand(StandingRow, item);
  return { ...partsOf(position), ...rest, position };
}

function partsOf(text: string): { since: Date; id: TaskId } {
  const hash = text.indexOf("#");
  const id = text.slice(hash + 1) as TaskId;
  return { since: new Date(text.slice(0, hash)), id };
}

export function dynamoDbStandings(
  table: Table,
): Pick<TaskStore, "listStanding" | "countStanding" | "countWaitingOf"> {
  return {
    async listStanding(standing, { limit, after }) {
      const page = await table.query({
        ...whereStands(standing),
        ScanIndexForward: standing.kind !== "dead",
        Limit: limit,
        ...(after !== undefined && {
          ExclusiveStartKey: {
            standing: standingKey(standing),
            standsSince: after,
            pk: `task#${partsOf(after).id}`,
            sk: "task",
          },
        }),
      });
      return {
        tasks: page.items.map(fromStandingItem),
        ...(page.last && { last: String(page.last["standsSince"]) }),
      };
    },
    countStanding: (standing, atMost) =>
      count(table, whereStands(standing), atMost),
    countWaitingOf: (agent, atMost) =>
      count(
        table,
        {
          IndexName: "waiting-of-agent",
          KeyConditionExpression: "waitingOf = :agent",
          ExpressionAttributeValues: { ":agent": agent },
        },
        atMost,
      ),
  };
}

const whereStands = (standing: Standing): Question => ({
  IndexName: "by-standing",
  KeyConditionExpression: "standing = :standing",
  ExpressionAttributeValues: { ":standing": standingKey(standing) },
});

type Question = Parameters<Table["query"]>[0];

/** No more than `atMost` are looked at: what is counted costs as much as what is read. */
async function count(
  table: Table,
  question: Question,
  atMost: number,
): Promise<number> {
  let total = 0;
  let last: Item | undefined;
  do {
    const page = await table.query({
      ...question,
      Select: "COUNT",
      Limit: atMost - total,
      ExclusiveStartKey: last,
    });
    total += page.count;
    last = page.last;
  } while (last && total < atMost);
  return total;
}
