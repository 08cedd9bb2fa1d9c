import type { Task, TaskId } from "../../shared/domain/task.ts";
import type { DuePage, TaskStore } from "../../shared/ports/task-store.ts";

const SHARDS = Array.from("0123456789abcdef");
const shardOf = (id: TaskId): string => id.slice(0, 1);

/** Of these tasks, a page of those that are due, as an index with 16 shards gives it. */
export function duePage(
  tasks: readonly Task[],
  ...[now, limit, after]: Parameters<TaskStore["due"]>
): DuePage {
  const due = tasks
    .filter(({ wakeAt }) => wakeAt && wakeAt <= now)
    .map((task) => ({ task, position: positionOf(task) }))
    .toSorted((one, other) => (one.position < other.position ? -1 : 1))
    .filter(({ task, position }) => {
      const read = after?.[shardOf(task.id)];
      return !after || (typeof read === "string" && position > read);
    });
  const share = Math.ceil(limit / Object.keys(after ?? SHARDS).length);
  const found: Task[] = [];
  const next: Record<string, string> = {};
  for (const [shard, all] of Map.groupBy(due, (d) => shardOf(d.task.id))) {
    const page = all.slice(0, share);
    found.push(...page.map(({ task }) => task));
    // As DynamoDB does, which does not look whether there is more behind a full page.
    if (page.length === share) next[shard] = page.at(-1)!.position;
  }
  const hasMore = Object.keys(next).length > 0;
  return { tasks: found, unreadable: [], ...(hasMore && { next }) };
}

const positionOf = ({ id, wakeAt }: Task): string =>
  `${wakeAt!.toISOString()}#${id}`;
