/** A page of tasks that pass a filter, from an index that knows nothing of the filter. */
import type { TaskId } from "../domain/task.ts";
import type { TaskPage, TaskStore, WholeTask } from "../ports/task-store.ts";

export interface TaskList {
  readonly items: readonly WholeTask[];
  /** Where this page ended; absent when nothing is left. */
  readonly last?: string;
}

export interface PageWanted {
  /** Rows of the index, behind `after` if it is given. */
  readonly rows: (place: {
    readonly limit: number;
    readonly after?: string;
  }) => Promise<TaskPage>;
  readonly matches: (whole: WholeTask) => boolean;
  /** At most so many items, 1–100. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string;
}

/** Rows looked at for one page: a rare filter answers with a short page, not with a long wait. */
const MAX_ROWS = 1_000;
/** Rows read at once: as many as one batch reads. */
const ROWS = 100;
/** Together with one task's metadata (256 KiB) far below the 6 MB of a Lambda answer. */
const MAX_METADATA_BYTES = 4_000_000;

export async function fillPage(
  store: Pick<TaskStore, "readMany">,
  { rows, matches, limit, after }: PageWanted,
): Promise<TaskList> {
  const items: WholeTask[] = [];
  let bytes = 0;
  let last = after;
  // The first page may do: only when it does not is the filter one that lets little through.
  let size = limit;
  for (let seen = 0; seen < MAX_ROWS; seen += size) {
    if (seen > 0) size = ROWS;
    const page = await rows({
      // One more than is read: it tells whether anything is left.
      limit: size + 1,
      ...(last !== undefined && { after: last }),
    });
    const read = page.ids.slice(0, size);
    const hasMore = !page.isLast || page.ids.length > read.length;
    const byId = await readAll(store, read.map(idOf));
    for (const [index, { id, position }] of read.entries()) {
      last = position;
      const found = byId.get(id);
      if (!found || !matches(found)) continue;
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
}

const idOf = ({ id }: { readonly id: TaskId }): TaskId => id;

async function readAll(
  store: Pick<TaskStore, "readMany">,
  ids: readonly TaskId[],
): Promise<ReadonlyMap<TaskId, WholeTask>> {
  const whole = await store.readMany(ids);
  return new Map(whole.map((each) => [each.task.id, each]));
}
