/** `ccsp get`: a task as it is now. */
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import type { Program } from "../base-program.ts";
import { describeTask } from "../task-text.ts";

export function addGet(program: Program, deps: Deps): void {
  program
    .command("get")
    .summary("show a task as it is now")
    .description("Shows a task as it is now, with its result when it has one.")
    .argument("<taskId>", "the task's id, as `ccsp submit` prints it")
    .addHelpText(
      "after",
      examples([
        ["ccsp get TASK_ID", "state, times and result"],
        ["ccsp get TASK_ID --json | jq -r .result", "the answer alone"],
      ]),
    )
    .action(async (taskId) => {
      const { client } = await deps.connect({ as: "agent" });
      const task = await client.get(taskId, { signal: deps.signal });
      deps.out.show({ data: task, text: describeTask(task) });
    });
}
