/** Each change of the agent's tasks, found by looking again and again: nothing is lost when the service restarts. */
import type { CCSPClient } from "../client/ccsp-client.ts";
import { NotFoundError } from "../client/errors.ts";
import type { Task, TaskStatus } from "../client/types.ts";

export interface TaskEvent {
  readonly taskId: string;
  /** Absent for a task that is new. */
  readonly from?: TaskStatus;
  readonly to: TaskStatus;
  readonly task: Task;
}

type Client = Pick<CCSPClient, "list" | "get">;
type Known = ReadonlyMap<string, Task>;

const UNFINISHED = ["scheduled", "queued", "running", "blocked"] as const;
/** Of the newest, finished ones, too: what came and went between two looks. */
const NEWEST = 100;

export interface Look {
  readonly known: Known;
  readonly events: readonly TaskEvent[];
}

/** @param before what an earlier look knew; without one, all is as it is, and nothing has changed */
export async function lookAtTasks(
  client: Client,
  before: Known | undefined,
  signal: AbortSignal,
): Promise<Look> {
  const seen = await readTasks(client, signal);
  const gone = [...(before?.values() ?? [])].filter(
    (task) => isUnfinished(task) && !seen.has(task.taskId),
  );
  for (const { taskId } of gone) {
    const task = await readTask(client, taskId, signal);
    if (task) seen.set(taskId, task);
  }
  return { known: seen, events: before ? eventsOf(before, seen) : [] };
}

/** What differs, in the order in which the tasks were created. */
function eventsOf(before: Known, now: Known): readonly TaskEvent[] {
  const newest = [...before.values()].reduce(
    (latest, { createdAt }) => (createdAt > latest ? createdAt : latest),
    "",
  );
  return [...now.values()]
    .toSorted((one, other) => (one.createdAt < other.createdAt ? -1 : 1))
    .flatMap((task) => {
      const former = before.get(task.taskId);
      const { taskId, status: to } = task;
      // An unknown one that is old came into sight because a younger one is gone.
      if (!former) return task.createdAt < newest ? [] : [{ taskId, to, task }];
      return stateOf(former) === stateOf(task)
        ? []
        : [{ taskId, from: former.status, to, task }];
    });
}

async function readTasks(
  client: Client,
  signal: AbortSignal,
): Promise<Map<string, Task>> {
  const found = new Map<string, Task>();
  for await (const task of client.list({ pageSize: NEWEST, signal })) {
    found.set(task.taskId, task);
    if (found.size === NEWEST) break;
  }
  if (found.size < NEWEST) return found; // there are no others
  for (const status of UNFINISHED)
    for await (const task of client.list({ status, pageSize: 100, signal }))
      found.set(task.taskId, task);
  return found;
}

async function readTask(
  client: Client,
  taskId: string,
  signal: AbortSignal,
): Promise<Task | undefined> {
  try {
    return await client.get(taskId, { signal });
  } catch (error) {
    if (error instanceof NotFoundError) return undefined; // removed meanwhile
    throw error;
  }
}

const isUnfinished = ({ status }: Task): boolean =>
  UNFINISHED.some((each) => each === status);

const stateOf = ({ status, error }: Task): string =>
  [status, error?.code, error?.unlockAt, error?.sessionTimeout].join();
