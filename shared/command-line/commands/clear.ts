/** `ccsp clear`: cancels what waits. It lifts no emergency stop, whatever the API calls that. */
import { Option } from "@commander-js/extra-typings";
import type { QueueStatus } from "../answers.ts";
import type { Program } from "../base-program.ts";
import { confirm } from "../confirm.ts";
import type { Connection } from "../connection.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { reasonOption, yesOption } from "../options.ts";
import { CLASSES } from "../vocabulary.ts";

interface Cleared {
  readonly cleared: number;
  readonly complete: boolean;
}

export function addClear(program: Program, deps: Deps): void {
  program
    .command("clear")
    .summary("cancel all tasks that wait")
    .description(
      "Cancels every task that waits, of one class or of all, for good. What runs goes on. It does not lift an emergency stop: that is `ccsp resume --emergency`.",
    )
    .addOption(
      new Option("--class <class>", "only this class (all)").choices([
        ...CLASSES,
        "all",
      ]),
    )
    .addOption(reasonOption())
    .addOption(yesOption())
    .addHelpText(
      "after",
      examples([
        ["ccsp clear --class low", "asks, then cancels what waits in low"],
        ['ccsp clear --yes --reason "wrong batch"', "all classes, unasked"],
      ]),
    )
    .action(async ({ class: queueClass = "all", reason, yes }) => {
      const connection = await deps.connect({ as: "operator" });
      await confirm(deps, {
        text: () => question(connection, queueClass),
        yes,
      });
      const body = { class: queueClass, reason };
      const done = await clearAll(connection, body);
      const data = { ...done, class: queueClass };
      deps.out.show({ data, text: wordsOf(done) });
      if (!done.complete) deps.finishWith("negative");
    });
}

/** One order does as much as its time allows. */
async function clearAll(
  { request }: Connection,
  body: object,
): Promise<Cleared> {
  for (let cleared = 0; ;) {
    const answer = await request<Cleared>("POST", "/queue/clear", { body });
    cleared += answer.cleared;
    if (answer.complete || answer.cleared === 0)
      return { cleared, complete: answer.complete };
  }
}

const wordsOf = ({ cleared, complete }: Cleared): string =>
  complete
    ? `Cancelled ${tasks(cleared)}.`
    : `Cancelled ${tasks(cleared)}. Time was over before all were reached; run it again.`;

async function question(
  { request }: Connection,
  queueClass: string,
): Promise<string> {
  const { classes, gates } = await request<QueueStatus>("GET", "/queue/status");
  const count = Object.entries(classes)
    .filter(([name]) => queueClass === "all" || name === queueClass)
    .reduce((sum, [, { waiting, delayed }]) => sum + waiting + delayed, 0);
  const where = queueClass === "all" ? "" : ` in ${queueClass}`;
  const stop = gates["emergency"]?.closed
    ? " (This does not lift the emergency stop; `ccsp resume --emergency` does.)"
    : "";
  return `Cancel ${tasks(count)} that ${count === 1 ? "waits" : "wait"}${where}, for good?${stop}`;
}

const tasks = (count: number): string =>
  count === 1 ? "1 task" : `${count} tasks`;
