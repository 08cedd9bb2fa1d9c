/** `ccsp submit`: hands a prompt over, and with `--wait` waits for its answer. */
import type { SubmitOptions } from "../../client/options.ts";
import type { Program } from "../base-program.ts";
import { usageError } from "../command-error.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { withinOption } from "../options.ts";
import {
  atOption,
  contextOption,
  inOption,
  maxBudgetOption,
  maxTurnsOption,
  metadataOption,
  priorityOption,
  readText,
  systemPromptOption,
  timeoutOption,
} from "../task-options.ts";
import { WAIT_RETRY_FOR_MS, waitForTask } from "../wait-for-task.ts";

export function addSubmit(program: Program, deps: Deps): void {
  program
    .command("submit")
    .summary("hand a prompt over")
    .description(
      "Hands a prompt over: the argument, a file, or standard input. Prints the task's id, or with --wait the answer.",
    )
    .argument("[prompt]", "what to ask; `-` reads standard input")
    .option("-f, --file <file>", "read the prompt from this file")
    .addOption(priorityOption("its class (default: normal)"))
    .addOption(timeoutOption())
    .addOption(atOption())
    .addOption(inOption())
    .addOption(contextOption())
    .option("--model <model>", "the model to use")
    .addOption(systemPromptOption())
    .addOption(maxTurnsOption())
    .addOption(maxBudgetOption())
    .addOption(metadataOption())
    .option("--callback-url <url>", "told when the task is finished")
    .option(
      "-k, --idempotency-key <key>",
      "the same key and request are the same task for 24 hours",
    )
    .option("-w, --wait", "wait for the answer and print it")
    .addOption(withinOption())
    .option("--cancel-on-interrupt", "Ctrl-C while waiting cancels the task")
    .addHelpText(
      "after",
      examples([
        ['ccsp submit "Summarise the news"', "prints the task's id"],
        ["ccsp submit --wait --file prompt.md", "prints the answer"],
        [
          "git diff | ccsp submit --wait --system-prompt 'Review this change.'",
          "the prompt from standard input",
        ],
        ["ccsp submit --priority low --in 2h 'Tidy up'", "later, and last"],
      ]),
    )
    .action(async (argument, options) => {
      const { wait, within, cancelOnInterrupt, file, ...fields } = options;
      if (!wait && (within !== undefined || cancelOnInterrupt))
        throw usageError("--within and --cancel-on-interrupt need --wait.");
      const prompt = await promptOf(deps, argument, file);
      const connection = await deps.connect({
        as: "agent",
        ...(wait && { retryForMs: WAIT_RETRY_FOR_MS }),
      });
      const { signal } = deps;
      const request = { ...toRequest(fields), signal };
      const receipt = await connection.client.submit(prompt, request);
      const { taskId } = receipt;
      if (wait)
        return waitForTask(deps, connection, {
          taskId,
          withinMs: within,
          cancelOnInterrupt,
        });
      deps.out.show({ data: receipt, text: taskId });
      deps.out.note(
        `It is ${receipt.status}; \`ccsp wait ${taskId}\` gives its answer.`,
      );
    });
}

async function promptOf(
  deps: Deps,
  argument: string | undefined,
  file: string | undefined,
): Promise<string> {
  if (argument !== undefined && file !== undefined)
    throw usageError("Give the prompt as an argument or by --file, not both.");
  if (file !== undefined && file !== "-") return readText(file);
  if (argument !== undefined && argument !== "-") return argument;
  const isAsked = argument === "-" || file === "-";
  if (deps.inputIsTerminal && !isAsked)
    throw usageError(
      "The prompt is missing: give it as an argument, by --file, or on standard input.",
    );
  if (deps.inputIsTerminal) deps.out.note("Type the prompt, then Ctrl-D.");
  return deps.readInput();
}

interface Fields extends Omit<
  SubmitOptions,
  "signal" | "executeAt" | "maxBudgetUsd"
> {
  readonly at?: string | undefined;
  readonly in?: number | undefined;
  readonly maxBudget?: number | undefined;
}

const toRequest = ({
  at,
  in: inMs,
  maxBudget,
  ...rest
}: Fields): SubmitOptions => ({
  ...rest,
  maxBudgetUsd: maxBudget,
  executeAt: inMs === undefined ? at : new Date(Date.now() + inMs),
});
