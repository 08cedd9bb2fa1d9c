/** Waits for a task's end with a status line, and shows what came of it. */
import {
  CCSPError,
  TaskCancelledError,
  TaskFailedError,
} from "../client/errors.ts";
import type { ExecutionResult, Task } from "../client/types.ts";
import { CommandError } from "./command-error.ts";
import type { Connection } from "./connection.ts";
import type { Deps } from "./deps.ts";
import { formatDuration } from "./duration.ts";
import { EXIT } from "./exit-codes.ts";
import { placeOf } from "./place.ts";
import { createStatusLine, type StatusLine } from "./status-line.ts";
import { stateOf } from "./task-text.ts";

/** A wait outlives restarts of the service: each request of it is repeated for so long. */
export const WAIT_RETRY_FOR_MS = 120_000;

const LOOK_FOR_PLACE_EVERY_MS = 5_000;
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface Waited {
  readonly taskId: string;
  /** From `--within`. */
  readonly withinMs?: number | undefined;
  /** Whether Ctrl-C cancels the task, too. */
  readonly cancelOnInterrupt?: boolean | undefined;
}

/** @throws CommandError when it takes too long; CCSPError; what the signal was aborted with */
export async function waitForTask(
  deps: Deps,
  { client }: Connection,
  waited: Waited,
): Promise<void> {
  const { taskId } = waited;
  const startedAt = performance.now();
  const line = await createStatusLine({
    ...deps,
    elapsed: () => formatDuration(performance.now() - startedAt),
  });
  const { signal, release } = endingOf(deps.signal, waited);
  const watch = watchTask({ client, line, signal });
  try {
    const wait = {
      signal,
      onSessionTimeout: "wait",
      onStatus: watch.onStatus,
    } as const;
    const task = await client.wait(taskId, wait);
    line.end();
    show(deps, task);
  } catch (error) {
    line.end();
    if (deps.signal.aborted) await leave(deps, client, waited);
    if (!isLost(error)) throw error;
    if (deps.out.json) deps.out.show({ data: error.task });
    deps.out.error({
      message: error.message,
      code: error.code,
      taskId,
      exitCode: EXIT.negative,
    });
    deps.finishWith("negative");
  } finally {
    watch.end();
    release();
  }
}

type Client = Connection["client"];

const isLost = (
  error: unknown,
): error is TaskFailedError | TaskCancelledError =>
  error instanceof TaskFailedError || error instanceof TaskCancelledError;

function show({ out }: Deps, task: ExecutionResult): void {
  out.show({ data: task, text: task.result });
  if (task.truncated)
    out.note(
      `This is only the beginning of ${task.resultBytes ?? "many"} bytes.`,
    );
  for (const warning of task.warnings ?? []) out.note(`warning: ${warning}`);
}

/** Aborted by Ctrl-C, or when the time is over. */
function endingOf(outer: AbortSignal, { taskId, withinMs }: Waited) {
  const ending = new AbortController();
  const interrupt = (): void => ending.abort(outer.reason);
  const late = (): void =>
    ending.abort(
      new CommandError(
        "timedOut",
        `Task ${taskId} is not finished after ${formatDuration(withinMs ?? 0)}; it goes on, and \`ccsp wait ${taskId}\` waits again.`,
      ),
    );
  if (outer.aborted) interrupt();
  outer.addEventListener("abort", interrupt);
  const timer =
    withinMs === undefined
      ? undefined
      : setTimeout(late, Math.min(withinMs, MAX_TIMER_MS));
  const release = (): void => {
    clearTimeout(timer);
    outer.removeEventListener("abort", interrupt);
  };
  return { signal: ending.signal, release };
}

interface Watching {
  readonly client: Client;
  readonly line: StatusLine;
  readonly signal: AbortSignal;
}

/** Says each change, and while the task waits also its place. */
function watchTask({ client, line, signal }: Watching) {
  let current: Task | undefined;
  const lookForPlace = async (): Promise<void> => {
    const task = current;
    if (task?.status !== "queued") return;
    try {
      const found = await placeOf(client, task, signal);
      // It may have begun meanwhile.
      if (found && current === task)
        line.say(
          `${describe(task)} · place ${found.place} of your ${found.of} ${task.priority}`,
        );
    } catch (error) {
      // The place is a courtesy: whatever keeps it away, the wait itself says.
      if (!(error instanceof CCSPError) && !signal.aborted) throw error;
    }
  };
  const timer = setInterval(() => void lookForPlace(), LOOK_FOR_PLACE_EVERY_MS);
  return {
    onStatus: (task: Task): void => {
      current = task;
      line.say(describe(task));
      void lookForPlace();
    },
    end: () => clearInterval(timer),
  };
}

function describe(task: Task): string {
  const { taskId, status, predictedStartAt, executeAt } = task;
  const at = status === "scheduled" ? executeAt : predictedStartAt;
  const starts =
    status === "running" || at === undefined ? "" : ` · starts about ${at}`;
  return `${taskId} ${stateOf(task)}${starts}`;
}

/** After Ctrl-C: the task goes on without us, unless it shall not. */
async function leave(
  { out }: Deps,
  client: Client,
  { taskId, cancelOnInterrupt }: Waited,
): Promise<void> {
  if (!cancelOnInterrupt) {
    out.note(
      `Task ${taskId} goes on; \`ccsp wait ${taskId}\` gives its result.`,
    );
    return;
  }
  try {
    await client.cancel(taskId);
    out.note(`Task ${taskId} is cancelled.`);
  } catch (error) {
    out.note(`Task ${taskId} could not be cancelled: ${String(error)}`);
  }
}
