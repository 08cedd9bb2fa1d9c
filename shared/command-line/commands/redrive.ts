/** `ccsp redrive`: queues dead letters again: those that are named, those that pass a filter, or all. */
import type { Program } from "../base-program.ts";
import { usageError } from "../command-error.ts";
import { confirm } from "../confirm.ts";
import type { Connection } from "../connection.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import {
  agentOption,
  classOption,
  codeOption,
  reasonOption,
  yesOption,
} from "../options.ts";

interface Redriven {
  readonly redriven: number;
  readonly skipped: readonly {
    readonly taskId: string;
    readonly reason: string;
  }[];
  readonly complete: boolean;
}

/** What is sent. */
interface Order {
  readonly taskIds?: readonly string[];
  readonly [field: string]: unknown;
}

/** As many as the API takes at once. */
const MAX_IDS = 100;

export function addRedrive(program: Program, deps: Deps): void {
  program
    .command("redrive")
    .summary("queue dead letters again")
    .description(
      "Queues tasks that failed for good again, with all their attempts: those named, those that pass the filters, or all.",
    )
    .argument("[taskIds...]", "the ids of the tasks")
    .addOption(classOption("only those of this class"))
    .addOption(codeOption())
    .addOption(agentOption())
    .option("--all", "every dead letter")
    .addOption(reasonOption())
    .addOption(yesOption())
    .addHelpText(
      "after",
      examples([
        ["ccsp redrive 0d1f3a52-5c0e-4d3b-9c55-0f6f3c1f8a11", "this task"],
        ["ccsp redrive --code crashed", "asks, then all that crashed"],
        ["ccsp redrive --all --yes", "everything, unasked"],
      ]),
    )
    .action(async (taskIds, { reason, yes, all, ...filter }) => {
      const which = chosen(taskIds, all, filter);
      const connection = await deps.connect({ as: "operator" });
      if (taskIds.length === 0)
        await confirm(deps, { text: () => question(filter), yes });
      const bodies = which.map((each) => ({ ...each, reason }));
      const done = await redriveAll(connection, bodies);
      deps.out.show({ data: done, text: wordsOf(done) });
      if (done.skipped.length > 0 || !done.complete)
        deps.finishWith("negative");
    });
}

/** One order each; @throws CommandError unless it is said in one way which dead letters */
function chosen(
  taskIds: readonly string[],
  all: true | undefined,
  filter: Order,
): readonly Order[] {
  const hasFilter = Object.values(filter).some((each) => each !== undefined);
  const ways = [taskIds.length > 0, hasFilter, all === true];
  const count = ways.filter((isSaid) => isSaid).length;
  if (count === 0)
    throw usageError(
      "Say which dead letters: ids, filters (--class, --code, --agent), or --all.",
    );
  if (count > 1)
    throw usageError(
      "Say in one way which dead letters: ids, or filters (--class, --code, --agent), or --all.",
    );
  if (all) return [{ all }];
  if (hasFilter) return [filter];
  const blocks: Order[] = [];
  for (let from = 0; from < taskIds.length; from += MAX_IDS)
    blocks.push({ taskIds: taskIds.slice(from, from + MAX_IDS) });
  return blocks;
}

function question(filter: object): string {
  const words = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${String(value)}`);
  const which =
    words.length === 0
      ? "all dead letters"
      : `the dead letters with ${words.join(", ")}`;
  return `Queue ${which} again? They run anew, at the account's cost.`;
}

/** One order does as much as its time allows; what it did not reach is ordered again. */
async function redriveAll(
  { request }: Connection,
  orders: readonly Order[],
): Promise<Redriven> {
  const skipped = new Map<string, string>();
  let redriven = 0;
  let complete = true;
  for (const order of orders)
    for (let body: Order | undefined = order; body !== undefined;) {
      const path = "/dead-letters/redrive";
      const answer: Redriven = await request("POST", path, { body });
      redriven += answer.redriven;
      for (const { taskId, reason } of answer.skipped)
        skipped.set(taskId, reason);
      const mayGoOn = !answer.complete && answer.redriven > 0;
      if (!answer.complete && !mayGoOn) complete = false;
      body = mayGoOn ? rest(body, answer) : undefined;
    }
  const left = [...skipped].map(([taskId, reason]) => ({ taskId, reason }));
  return { redriven, skipped: left, complete };
}

function rest(order: Order, { skipped }: Redriven): Order {
  if (order.taskIds === undefined) return order;
  const left = skipped.filter(({ reason }) => reason === "not-reached");
  return { ...order, taskIds: left.map(({ taskId }) => taskId) };
}

function wordsOf({ redriven, skipped, complete }: Redriven): string {
  const left = skipped.map(({ taskId, reason }) => `${taskId}: ${reason}`);
  const queued = `Queued ${redriven} ${redriven === 1 ? "task" : "tasks"} again.`;
  const over = "Time was over before all were reached; run it again.";
  return [
    queued,
    ...(left.length === 0 ? [] : [`Left ${left.length} as they were:`]),
    ...left,
    ...(complete ? [] : [over]),
  ].join("\n");
}
