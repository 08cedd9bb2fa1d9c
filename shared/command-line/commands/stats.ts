/** `ccsp stats`: how much is done, how fast, how well, and what is to be expected. */
import { Argument } from "@commander-js/extra-typings";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { statsTable } from "../tables/stats.ts";

const VIEWS = [
  "usage",
  "agents",
  "errors",
  "performance",
  "predictions",
] as const;

export function addStats(program: Program, deps: Deps): void {
  program
    .command("stats")
    .summary("show throughput, times, success and predictions")
    .description(
      "Shows the figures of the last hour, or one view of them. What is not known is `–`.",
    )
    .addArgument(
      new Argument("[view]", "one view, in more detail").choices(VIEWS),
    )
    .addHelpText(
      "after",
      examples([
        ["ccsp stats", "the figures of the last hour"],
        ["ccsp stats agents", "by agent"],
        ["ccsp stats --json | jq .usage.successRate", "one figure"],
      ]),
    )
    .action(async (view) => {
      const { request } = await deps.connect({ as: "operator" });
      const path = view === undefined ? "/stats" : `/stats/${view}`;
      const answer = await request<object>("GET", path);
      deps.out.show({ data: answer, table: statsTable(answer) });
    });
}
