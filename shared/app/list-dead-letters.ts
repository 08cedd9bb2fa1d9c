/** The failed tasks of all agents, newest first, page by page. */
import { type DeadLetterFilter, isDeadLetter } from "../domain/dead-letter.ts";
import type { TaskStore } from "../ports/task-store.ts";
import { fillPage, type TaskList } from "./fill-page.ts";

export interface DeadLetterQuery extends DeadLetterFilter {
  /** At most so many items, 1–100. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string;
}

export type ListDeadLetters = (query: DeadLetterQuery) => Promise<TaskList>;

export function listDeadLetters(
  store: Pick<TaskStore, "listStanding" | "readMany">,
): ListDeadLetters {
  return ({ limit, after, ...filter }) =>
    fillPage(store, {
      limit,
      ...(after !== undefined && { after }),
      rows: async (place) => {
        const page = await store.listStanding({ kind: "dead" }, place);
        return { ids: page.tasks, isLast: page.last === undefined };
      },
      // The index may lag: what is queued again by now is no dead letter any more.
      matches: ({ task }) => isDeadLetter(task, filter),
    });
}
