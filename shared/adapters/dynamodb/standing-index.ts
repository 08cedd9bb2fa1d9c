/**
 * The indexes by which tasks are counted and walked through: where they stand, and whose they are
 * while they wait. Both are sparse: a task that needs nothing more is in neither.
 */
import { z } from "zod";
import {
  type Standing,
  type StandingTask,
  standingOf,
} from "../../domain/standing.ts";
import { isWaiting, type Task, type TaskId } from "../../domain/task.ts";
import type { StandingPage } from "../../ports/task-store.ts";
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

function fromStandingItem(item: Item): StandingTask {
  const { agent, notBefore, standsSince: text } = understand(StandingRow, item);
  const { since, id } = partsOf(text);
  return { id, agent, since, notBefore };
}

function partsOf(text: string): { since: Date; id: TaskId } {
  const hash = text.indexOf("#");
  const id = text.slice(hash + 1) as TaskId;
  return { since: new Date(text.slice(0, hash)), id };
}

export async function listStanding(
  table: Table,
  standing: Standing,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<StandingPage> {
  const key = standingKey(standing);
  const page = await table.query({
    IndexName: "by-standing",
    KeyConditionExpression: "standing = :standing",
    ExpressionAttributeValues: { ":standing": key },
    ScanIndexForward: standing.kind !== "dead",
    Limit: limit,
    ...(after !== undefined && {
      ExclusiveStartKey: {
        standing: key,
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
}

/** How many of an agent's tasks wait; no more than `atMost` are counted. */
export async function countWaitingOf(
  table: Table,
  agent: string,
  atMost: number,
): Promise<number> {
  let count = 0;
  let last: Item | undefined;
  do {
    const page = await table.query({
      IndexName: "waiting-of-agent",
      KeyConditionExpression: "waitingOf = :agent",
      ExpressionAttributeValues: { ":agent": agent },
      Select: "COUNT",
      Limit: atMost - count,
      ExclusiveStartKey: last,
    });
    count += page.count;
    last = page.last;
  } while (last && count < atMost);
  return count;
}
