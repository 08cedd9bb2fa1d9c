/** `ccsp list`: the agent's own tasks, newest first. */
import { Option } from "@commander-js/extra-typings";
import type { Task } from "../../client/types.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { formatDuration } from "../duration.ts";
import { examples } from "../examples.ts";
import { showTime } from "../moment.ts";
import { limitOption } from "../options.ts";
import type { Table } from "../table.ts";
import { priorityOption } from "../task-options.ts";
import { stateOf } from "../task-text.ts";
import { STATUSES } from "../vocabulary.ts";

const PRESET = 20;
const MAX_PAGE = 100;

export function addList(program: Program, deps: Deps): void {
  program
    .command("list")
    .alias("ls")
    .summary("list your tasks, newest first")
    .description("Lists the tasks of the token's agent, newest first.")
    .addOption(
      new Option("-s, --status <status>", "only those in this state").choices(
        STATUSES,
      ),
    )
    .addOption(priorityOption("only those of this class"))
    .addOption(limitOption(PRESET))
    .addHelpText(
      "after",
      examples([
        ["ccsp list --status running", "what runs now"],
        [
          "ccsp list --status failed --limit 1000 --json | jq -r '.items[].taskId'",
          "their ids",
        ],
      ]),
    )
    .action(async ({ limit, ...filter }) => {
      const { client } = await deps.connect({ as: "agent" });
      const pageSize = Math.min(limit + 1, MAX_PAGE);
      const items: Task[] = [];
      let isMore = false;
      const { signal } = deps;
      for await (const task of client.list({ ...filter, pageSize, signal })) {
        isMore = items.length === limit;
        if (isMore) break;
        items.push(task);
      }
      deps.out.show({ data: { items }, table: toTable(items) });
      if (isMore) deps.out.note("There are more; see them with --limit.");
    });
}

const toTable = (tasks: readonly Task[]): Table => ({
  head: ["task", "state", "priority", "created", "took"],
  rows: tasks.map((task) => [
    task.taskId,
    stateOf(task),
    task.priority,
    showTime(task.createdAt),
    task.executionTime === undefined
      ? undefined
      : formatDuration(task.executionTime),
  ]),
  empty: "There are no such tasks.",
});
