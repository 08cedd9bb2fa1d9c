/** An agent's own tasks, newest first, page by page. */
import type { Priority, TaskStatus } from "../domain/task.ts";
import type { TaskStore, WholeTask } from "../ports/task-store.ts";

export interface ListQuery {
  readonly agent: string;
  readonly status?: TaskStatus;
  readonly priority?: Priority;
  /** At most so many items, 1–100. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string;
}

export interface TaskList {
  readonly items: readonly WholeTask[];
  /** Where this page ended; absent when nothing is left. */
  readonly last?: string;
}

export type ListTasks = (query: ListQuery) => Promise<TaskList>;

/** Rows looked at for one page: a rare filter answers with a short page, not with a long wait. */
const MAX_ROWS = 1_000;
/** Together with one task's metadata (256 KiB) far below the 6 MB of a Lambda answer. */
const MAX_METADATA_BYTES = 4_000_000;

export function listTasks(
  store: Pick<TaskStore, "list" | "readMany">,
): ListTasks {
  return async ({ agent, limit, after, ...filter }) => {
    const items: WholeTask[] = [];
    let bytes = 0;
    let last = after;
    for (let rows = 0; rows < MAX_ROWS; rows += limit) {
      const page = await store.list(agent, {
        // One more than is read: it tells whether anything is left.
        limit: limit + 1,
        ...(last !== undefined && { after: last }),
      });
      const read = page.ids.slice(0, limit);
      const hasMore = !page.isLast || page.ids.length > read.length;
      const whole = await store.readMany(read.map(({ id }) => id));
      const byId = new Map(whole.map((each) => [each.task.id, each]));
      for (const [index, { id, position }] of read.entries()) {
        last = position;
        const found = byId.get(id);
        if (!found || !matches(found, filter)) continue;
        items.push(found);
        bytes += JSON.stringify(found.metadata ?? null).length;
        const isFull = items.length === limit || bytes > MAX_METADATA_BYTES;
        if (isFull && (hasMore || index < read.length - 1))
          return { items, last };
        if (isFull) return { items };
      }
      if (!hasMore) return { items };
    }
    return { items, ...(last !== undefined && { last }) };
  };
}

const matches = (
  { task }: WholeTask,
  filter: Pick<ListQuery, "status" | "priority">,
): boolean =>
  (filter.status === undefined || task.status === filter.status) &&
  (filter.priority === undefined || task.priority === filter.priority);
