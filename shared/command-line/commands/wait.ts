/** `ccsp wait`: the answer of a task that was handed over before. */
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { withinOption } from "../options.ts";
import { WAIT_RETRY_FOR_MS, waitForTask } from "../wait-for-task.ts";

export function addWait(program: Program, deps: Deps): void {
  program
    .command("wait")
    .summary("wait for a task's answer")
    .description(
      "Waits until a task is finished, through restarts of the service, and prints its answer. Fails when the task failed or was cancelled.",
    )
    .argument("<taskId>", "the task's id, as `ccsp submit` prints it")
    .addOption(withinOption())
    .option("--cancel-on-interrupt", "Ctrl-C cancels the task, too")
    .addHelpText(
      "after",
      examples([
        ["ccsp wait TASK_ID", "the answer, when there is one"],
        ["ccsp wait TASK_ID --within 10m || echo $?", "6 if it takes longer"],
      ]),
    )
    .action(async (taskId, { within: withinMs, cancelOnInterrupt }) => {
      const retryForMs = WAIT_RETRY_FOR_MS;
      const connection = await deps.connect({ as: "agent", retryForMs });
      await waitForTask(deps, connection, {
        taskId,
        withinMs,
        cancelOnInterrupt,
      });
    });
}
