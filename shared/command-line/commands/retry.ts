/** `ccsp retry`: queues one failed task again. */
import type { Task } from "../../client/types.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { reasonOption } from "../options.ts";
import { describeTask } from "../task-text.ts";

export function addRetry(program: Program, deps: Deps): void {
  program
    .command("retry")
    .summary("queue one failed task again")
    .description(
      "Queues a task that failed again, with all its attempts. `ccsp redrive` does it for many.",
    )
    .argument("<taskId>", "the task's id")
    .addOption(reasonOption())
    .addHelpText(
      "after",
      examples([
        ["ccsp retry 0d1f3a52-5c0e-4d3b-9c55-0f6f3c1f8a11", "once more"],
      ]),
    )
    .action(async (taskId, { reason }) => {
      const { request } = await deps.connect({ as: "operator" });
      const path = `/tasks/${encodeURIComponent(taskId)}/retry`;
      const task = await request<Task>("POST", path, { body: { reason } });
      deps.out.show({ data: task, text: describeTask(task) });
    });
}
