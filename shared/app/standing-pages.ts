/** Everything that stands alike, page by page, to the end of the index. */
import type { Standing, StandingTask } from "../domain/standing.ts";
import type { TaskStore } from "../ports/task-store.ts";

/** @param limit tasks in a page, at most; each page is read when it is asked for */
export async function* standingPages(
  store: Pick<TaskStore, "listStanding">,
  standing: Standing,
  limit: number,
): AsyncGenerator<readonly StandingTask[], void> {
  let after: string | undefined;
  do {
    const page = await store.listStanding(standing, {
      limit,
      ...(after !== undefined && { after }),
    });
    yield page.tasks;
    after = page.last;
  } while (after !== undefined);
}
