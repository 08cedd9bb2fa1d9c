/** `ccsp tail`: a line for each change of the agent's tasks, until Ctrl-C. */
import { sleep } from "../../client/sleep.ts";
import type { Task } from "../../client/types.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { parseDuration } from "../duration.ts";
import { examples } from "../examples.ts";
import { lookAtTasks, type TaskEvent } from "../follow-tasks.ts";
import { stateOf } from "../task-text.ts";

const EVERY_MS = 2_000;
const MIN_EVERY_MS = 500;
/** Once it has begun it waits for a service that is away, however long that takes. */
const FOLLOW_RETRY_FOR_MS = 30 * 86_400_000;

export function addTail(program: Program, deps: Deps): void {
  program
    .command("tail")
    .summary("follow what happens to your tasks")
    .description(
      "Prints a line for each change of the agent's tasks, until Ctrl-C. It looks again and again: a state that passes between two looks is not seen. A service that is away is waited for.",
    )
    .option("--every <duration>", "how often to look", parseDuration, EVERY_MS)
    .addHelpText(
      "after",
      examples([
        ["ccsp tail", "each change, as it is seen"],
        [
          `ccsp tail --json | jq -r 'select(.to == "failed") | .taskId'`,
          "one JSON object on each line",
        ],
      ]),
    )
    .action(async ({ every }) => follow(deps, Math.max(every, MIN_EVERY_MS)));
}

async function follow(deps: Deps, everyMs: number): Promise<never> {
  const { signal, out } = deps;
  // Whoever mistyped something hears of it soon.
  const first = await deps.connect({ as: "agent" });
  let { known } = await lookAtTasks(first.client, undefined, signal);
  out.note(`Following the tasks at ${first.baseUrl}; Ctrl-C ends it.`);
  const retryForMs = FOLLOW_RETRY_FOR_MS;
  const { client } = await deps.connect({ as: "agent", retryForMs });
  for (;;) {
    await sleep(everyMs, signal);
    const look = await lookAtTasks(client, known, signal);
    known = look.known;
    const at = new Date().toISOString();
    for (const event of look.events)
      out.event({ data: { at, ...event }, text: toLine(at, event) });
  }
}

function toLine(at: string, { taskId, from, task }: TaskEvent): string {
  const change =
    from === undefined ? stateOf(task) : `${from} → ${stateOf(task)}`;
  return [
    at.slice(11, 19),
    taskId,
    task.priority.padEnd(6),
    change,
    whyOf(task),
  ]
    .join("  ")
    .trimEnd();
}

const whyOf = ({ status, error }: Task): string =>
  status === "failed" && error ? error.message : "";
