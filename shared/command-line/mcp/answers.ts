/** A task or an error, as a tool's result: words for the model, the same as data. */
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { CCSPError } from "../../client/errors.ts";
import type { Receipt, Task } from "../../client/types.ts";
import { CommandError } from "../command-error.ts";
import { stateOf } from "../task-text.ts";

export const answerOf = (
  task: Task | Receipt,
  text = "attempts" in task ? textOf(task) : task.status,
): CallToolResult => ({
  content: [{ type: "text", text }],
  structuredContent: { ...task },
});

/** The model's answer alone, otherwise the state and why. */
function textOf(task: Task): string {
  if (task.result !== undefined) return task.result;
  const why = task.error ? ` ${task.error.message}` : "";
  return `Task ${task.taskId} is ${stateOf(task)}.${why}`;
}

/** What can be expected to go wrong is told to the model, which may mend it. */
export async function asToolError(
  work: () => Promise<CallToolResult>,
): Promise<CallToolResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CCSPError)
      return failure(`${error.code}: ${error.message}`);
    if (error instanceof CommandError) return failure(error.message);
    throw error;
  }
}

const failure = (text: string): CallToolResult => ({
  content: [{ type: "text", text }],
  isError: true,
});
