/** `ccsp cancel`: a waiting task never runs, a running one is ended. */
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";

export function addCancel(program: Program, deps: Deps): void {
  program
    .command("cancel")
    .summary("cancel a task")
    .description(
      "Cancels a task: a waiting one never runs, a running one is ended within seconds. Again on a cancelled one is fine.",
    )
    .argument("<taskId>", "the task's id, as `ccsp submit` prints it")
    .addHelpText(
      "after",
      examples([
        ["ccsp cancel TASK_ID", "one task"],
        [
          "ccsp list -s queued --json | jq -r '.items[].taskId' | xargs -n1 ccsp cancel",
          "all of yours that wait",
        ],
      ]),
    )
    .action(async (taskId) => {
      const { client } = await deps.connect({ as: "agent" });
      const task = await client.cancel(taskId, { signal: deps.signal });
      deps.out.show({ data: task, text: `Task ${taskId} is ${task.status}.` });
    });
}
