/** The tools: what each takes, says of itself, and answers. */
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { Connection } from "../connection.ts";
import type { Deps } from "../deps.ts";
import { answerOf, asToolError } from "./answers.ts";
import * as inputs from "./inputs.ts";
import { waitAWhile } from "./wait-a-while.ts";

export function addTools(server: McpServer, deps: Deps): void {
  // Anew for each call: a local stack that was started again has another token.
  const connect = (): Promise<Connection> => deps.connect({ as: "agent" });

  server.registerTool(
    "submit",
    {
      title: "Submit a prompt",
      description:
        "Hands a prompt to the queue and answers at once with its taskId. Call `wait` for the answer.",
      inputSchema: inputs.SUBMIT,
      outputSchema: inputs.TASK,
      annotations: { readOnlyHint: false, openWorldHint: true },
    },
    async ({ prompt, ...options }, { signal }) =>
      asToolError(async () => {
        const { client } = await connect();
        const receipt = await client.submit(prompt, { ...options, signal });
        return answerOf(
          receipt,
          `Task ${receipt.taskId} is ${receipt.status}.`,
        );
      }),
  );

  server.registerTool(
    "wait",
    {
      title: "Wait for a task",
      description:
        "Waits for a task's answer, at most `withinSeconds`. If the task is not finished by then it says so: call it again.",
      inputSchema: inputs.WAIT,
      outputSchema: inputs.TASK,
      annotations: { readOnlyHint: true },
    },
    async (args, extra) =>
      asToolError(async () => waitAWhile(await connect(), args, extra)),
  );

  server.registerTool(
    "status",
    {
      title: "Look at a task",
      description:
        "A task as it is now: its state, what holds it back, its answer when it has one.",
      inputSchema: inputs.TASK_ID,
      outputSchema: inputs.TASK,
      annotations: { readOnlyHint: true },
    },
    async ({ taskId }, { signal }) =>
      asToolError(async () => {
        const { client } = await connect();
        return answerOf(await client.get(taskId, { signal }));
      }),
  );

  server.registerTool(
    "cancel",
    {
      title: "Cancel a task",
      description:
        "A waiting task never runs, a running one is ended within seconds.",
      inputSchema: inputs.TASK_ID,
      outputSchema: inputs.TASK,
      annotations: { destructiveHint: true, idempotentHint: true },
    },
    async ({ taskId }, { signal }) =>
      asToolError(async () => {
        const { client } = await connect();
        return answerOf(await client.cancel(taskId, { signal }));
      }),
  );
}
