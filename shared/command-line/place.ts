/** Which place a waiting task has among the agent's own of its class, oldest first: more an agent may not see. */
import type { CCSPClient } from "../client/ccsp-client.ts";
import type { Task } from "../client/types.ts";

export interface Place {
  /** 1 is the next. */
  readonly place: number;
  readonly of: number;
}

/** Who has more waiting hears no exact number. */
const MAX_SEEN = 500;

export async function placeOf(
  client: Pick<CCSPClient, "list">,
  { taskId, priority }: Pick<Task, "taskId" | "priority">,
  signal: AbortSignal,
): Promise<Place | undefined> {
  let before: number | undefined;
  let seen = 0;
  const waiting = client.list({
    status: "queued",
    priority,
    pageSize: 100,
    signal,
  });
  // They come newest first: those after it are older, and run before it.
  for await (const task of waiting) {
    seen += 1;
    if (seen > MAX_SEEN) return undefined;
    if (task.taskId === taskId) before = seen;
  }
  return before === undefined
    ? undefined
    : { place: seen - before + 1, of: seen };
}
