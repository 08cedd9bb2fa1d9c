/** `ccsp priority`: another priority for a task that waits. */
import { Argument } from "@commander-js/extra-typings";
import type { Task } from "../../client/types.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { describeTask } from "../task-text.ts";
import { PRIORITIES } from "../vocabulary.ts";

export function addPriority(program: Program, deps: Deps): void {
  program
    .command("priority")
    .summary("give a task that waits another priority")
    .description(
      "Gives a task that waits another priority; one that runs or is over keeps its own.",
    )
    .argument("<taskId>", "the task's id")
    .addArgument(new Argument("<priority>", "the new one").choices(PRIORITIES))
    .addHelpText(
      "after",
      examples([
        [
          "ccsp priority 0d1f3a52-5c0e-4d3b-9c55-0f6f3c1f8a11 urgent",
          "before all others",
        ],
      ]),
    )
    .action(async (taskId, priority) => {
      const { request } = await deps.connect({ as: "operator" });
      const path = `/tasks/${encodeURIComponent(taskId)}`;
      const body = { priority };
      const task = await request<Task>("PATCH", path, { body });
      deps.out.show({ data: task, text: describeTask(task) });
    });
}
