/** An agent's own tasks, newest first, page by page. */
import type { Priority, TaskStatus } from "../domain/task.ts";
import type { TaskStore } from "../ports/task-store.ts";
import { fillPage, type TaskList } from "./fill-page.ts";

export interface ListQuery {
  readonly agent: string;
  readonly status?: TaskStatus;
  readonly priority?: Priority;
  /** At most so many items, 1–100. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: string;
}

export type ListTasks = (query: ListQuery) => Promise<TaskList>;

export function listTasks(
  store: Pick<TaskStore, "list" | "readMany">,
): ListTasks {
  return ({ agent, status, priority, ...page }) =>
    fillPage(store, {
      ...page,
      rows: (place) => store.list(agent, place),
      matches: ({ task }) =>
        (status === undefined || task.status === status) &&
        (priority === undefined || task.priority === priority),
    });
}
