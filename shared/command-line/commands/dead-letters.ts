/** `ccsp dead-letters`: the tasks that failed for good, and of what. */
import type { Task } from "../../client/types.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { showTime } from "../moment.ts";
import {
  agentOption,
  classOption,
  codeOption,
  cursorOption,
  limitOption,
} from "../options.ts";
import { moreNote, readPages } from "../pages.ts";
import type { Table } from "../table.ts";

export function addDeadLetters(program: Program, deps: Deps): void {
  program
    .command("dead-letters")
    .summary("list the tasks that failed for good")
    .description(
      "Lists the tasks that failed for good, the newest first. `ccsp redrive` queues them again.",
    )
    .addOption(classOption("only those of this class"))
    .addOption(codeOption())
    .addOption(agentOption())
    .addOption(limitOption(50))
    .addOption(cursorOption())
    .addHelpText(
      "after",
      examples([
        ["ccsp dead-letters", "the newest 50"],
        ["ccsp dead-letters --code crashed --agent reviewer", "only those"],
        ["ccsp dead-letters --limit 1000 --json | jq '.items[].taskId'", "ids"],
      ]),
    )
    .action(async (wanted) => {
      const connection = await deps.connect({ as: "operator" });
      const page = await readPages<Task>(connection, "/dead-letters", wanted);
      deps.out.show({ data: page, table: deadLettersTable(page.items) });
      const more = moreNote(page);
      if (more !== undefined) deps.out.note(more);
    });
}

const deadLettersTable = (tasks: readonly Task[]): Table => ({
  head: ["task", "agent", "priority", "code", "tries", "finished", "message"],
  rows: tasks.map(({ taskId, agent, priority, error, ...task }) => [
    ...[taskId, agent, priority, error?.code, task.attempts],
    task.finishedAt && showTime(task.finishedAt),
    error && shortened(error.message),
  ]),
  empty: "There are no dead letters.",
});

const WIDTH = 60;

const shortened = (text: string): string =>
  text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
