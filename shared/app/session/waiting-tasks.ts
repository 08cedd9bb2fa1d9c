/** How many tasks wait, and whose they are: what people are told while nothing can run. */
import type { Waiting } from "../../domain/session-issue.ts";
import type { Standing } from "../../domain/standing.ts";
import { QUEUE_CLASSES } from "../../domain/task.ts";
import type { TaskStore } from "../../ports/task-store.ts";

type Kind = "waiting" | "blocked";

const PAGE = 1_000;

/** @param kinds which of them count */
export function waitingTasks(
  store: Pick<TaskStore, "listStanding">,
  kinds: readonly Kind[] = ["blocked", "waiting"],
): () => Promise<Waiting> {
  const places: readonly Standing[] = kinds.flatMap((kind) =>
    QUEUE_CLASSES.map((queueClass) => ({ kind, queueClass })),
  );
  return async () => {
    let tasks = 0;
    const agents = new Set<string>();
    for (const standing of places) {
      let after: string | undefined;
      do {
        const page = await store.listStanding(standing, {
          limit: PAGE,
          ...(after !== undefined && { after }),
        });
        tasks += page.tasks.length;
        for (const { agent } of page.tasks) agents.add(agent);
        after = page.last;
      } while (after !== undefined);
    }
    return { tasks, agents: [...agents].toSorted() };
  };
}
