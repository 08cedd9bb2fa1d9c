/** `ccsp report`: a week or a month for its review: were objectives kept, what changed, is there room, what did it cost? */
import { Option } from "@commander-js/extra-typings";
import type { Report } from "../answers.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { reportTable } from "../tables/report.ts";

export function addReport(program: Program, deps: Deps): void {
  program
    .command("report")
    .summary("review a week or a month, also against the one before")
    .description(
      "Shows whether objectives were kept, availability, success, waits, capacity, cost and failures. What is not known is `–`.",
    )
    .addOption(
      new Option("--period <period>", "of the last 7 or 30 days")
        .choices(["week", "month"])
        .default("week"),
    )
    .option("--compare", "beside the same of the period before")
    .addHelpText(
      "after",
      examples([
        ["ccsp report --compare", "the weekly review"],
        ["ccsp report --period month --compare", "the monthly one"],
        [
          "ccsp report --json | jq '.objectives[] | select(.isKept == false)'",
          "what was not kept",
        ],
      ]),
    )
    .action(async ({ period, compare = false }) => {
      const { request } = await deps.connect({ as: "operator" });
      const query = { period, compare: String(compare) };
      const answer = await request<Report>("GET", "/stats/report", { query });
      deps.out.show({ data: answer, table: reportTable(answer) });
    });
}
