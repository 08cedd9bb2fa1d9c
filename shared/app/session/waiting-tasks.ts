/** How many tasks wait, and whose they are: what people are told while nothing can run. */
import type { Waiting } from "../../domain/session-issue.ts";
import type { Standing } from "../../domain/standing.ts";
import { QUEUE_CLASSES } from "../../domain/task.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import { standingPages } from "../standing-pages.ts";

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
    for (const standing of places)
      for await (const page of standingPages(store, standing, PAGE)) {
        tasks += page.length;
        for (const { agent } of page) agents.add(agent);
      }
    return { tasks, agents: [...agents].toSorted() };
  };
}
