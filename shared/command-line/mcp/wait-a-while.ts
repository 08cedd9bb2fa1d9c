/** One call of the tool `wait`: it ends before programs lose patience, and tells of progress on the way. */
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type {
  CallToolResult,
  ServerNotification,
  ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import { TaskCancelledError, TaskFailedError } from "../../client/errors.ts";
import type { Task } from "../../client/types.ts";
import type { Connection } from "../connection.ts";
import { stateOf } from "../task-text.ts";
import { answerOf } from "./answers.ts";

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export interface WaitArguments {
  readonly taskId: string;
  readonly withinSeconds: number;
}

/** @throws CCSPError */
export async function waitAWhile(
  { client }: Connection,
  { taskId, withinSeconds }: WaitArguments,
  extra: Extra,
): Promise<CallToolResult> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  extra.signal.addEventListener("abort", end);
  const timer = setTimeout(end, withinSeconds * 1_000);
  const onStatus = progressTo(extra);
  const { signal } = ending;
  try {
    return answerOf(
      await client.wait(taskId, { signal, onStatus, onSessionTimeout: "wait" }),
    );
  } catch (error) {
    if (error instanceof TaskFailedError || error instanceof TaskCancelledError)
      return { ...answerOf(error.task, error.message), isError: true };
    if (!signal.aborted || extra.signal.aborted) throw error;
    const task = await client.get(taskId, { signal: extra.signal });
    return answerOf(
      task,
      `Task ${taskId} is not finished: it is ${stateOf(task)}. Call wait again.`,
    );
  } finally {
    clearTimeout(timer);
    extra.signal.removeEventListener("abort", end);
  }
}

/** Only who asked for it, by a token, is told. */
function progressTo({ _meta, sendNotification }: Extra) {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let progress = 0;
  return async (task: Task): Promise<void> => {
    if (task.success !== undefined) return; // the answer itself is next
    progress += 1;
    const message = `Task ${task.taskId} is ${stateOf(task)}`;
    await sendNotification({
      method: "notifications/progress",
      params: { progressToken, progress, message },
    });
  };
}
