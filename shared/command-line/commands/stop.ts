/** `ccsp stop`: the emergency stop, and its report. */
import type { StopReport } from "../answers.ts";
import type { Program } from "../base-program.ts";
import { confirm } from "../confirm.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { reasonOption, yesOption } from "../options.ts";
import { showStopReport } from "../tables/stop-report.ts";

interface Stopped {
  readonly changed: boolean;
}

export function addStop(program: Program, deps: Deps): void {
  program
    .command("stop")
    .summary("emergency stop: end what runs, accept nothing")
    .description(
      "Raises the emergency stop: every task that runs is ended and waits again, no task is accepted, people are told. Nothing is lost. `ccsp resume --emergency` lifts it. To let running tasks go on, use `ccsp pause`.",
    )
    .option("--report", "show what the last stop found; stops nothing")
    .addOption(reasonOption())
    .addOption(yesOption())
    .addHelpText(
      "after",
      examples([
        ['ccsp stop --reason "wrong model deployed"', "asks, then stops"],
        ["ccsp stop --yes", "stops at once, also in a script"],
        ["ccsp stop --report", "who stopped it, why, and what ran"],
      ]),
    )
    .action(async ({ report, reason, yes }) => {
      if (report === true) {
        const { request } = await deps.connect({ as: "operator" });
        const answer = await request<StopReport>("GET", "/control/stop-report");
        deps.out.show(showStopReport(answer));
        return;
      }
      const { request, baseUrl } = await deps.connect({ as: "operator" });
      const text = `Stop everything at ${baseUrl}? What runs is ended and waits, nothing is accepted.`;
      await confirm(deps, { text: () => text, yes });
      const path = "/control/emergency-stop";
      const body = { reason };
      const answer = await request<Stopped>("POST", path, {
        body,
        mayRepeat: true,
      });
      deps.out.show({ data: answer, text: wordsOf(answer) });
    });
}

const wordsOf = ({ changed }: Stopped): string =>
  [
    changed
      ? "The service is stopped."
      : "The service was stopped already. Nothing was changed.",
    "`ccsp stop --report` shows what ran; `ccsp resume --emergency` lifts the stop.",
  ].join(" ");
