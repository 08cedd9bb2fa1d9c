/** `ccsp stats`: how much is done, how fast, how well, and what is to be expected. */
import { Argument } from "@commander-js/extra-typings";
import type { PerformanceStats } from "../answers.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { parseDurationWithin } from "../moment.ts";
import { parsed } from "../parsed.ts";
import { performanceTable } from "../tables/performance-stats.ts";
import { statsTable } from "../tables/stats.ts";

const VIEWS = [
  "usage",
  "agents",
  "errors",
  "performance",
  "predictions",
] as const;

/** Figures are kept for 35 days. */
const FOR = { min: 60_000, max: 35 * 86_400_000 };

export function addStats(program: Program, deps: Deps): void {
  program
    .command("stats")
    .summary("show throughput, times, success and predictions")
    .description(
      "Shows the figures of the last hour or of another time, or one view of them. What is not known is `–`.",
    )
    .addArgument(
      new Argument("[view]", "one view, in more detail").choices(VIEWS),
    )
    .option(
      "--for <duration>",
      "of how long until now (1h)",
      parsed((text) => parseDurationWithin(text, FOR)),
    )
    .addHelpText(
      "after",
      examples([
        ["ccsp stats", "the figures of the last hour"],
        ["ccsp stats usage --for 7d", "tokens and cost of a week"],
        ["ccsp stats agents", "by agent"],
        ["ccsp stats --json | jq .usage.successRate", "one figure"],
      ]),
    )
    .action(async (view, { for: forMs }) => {
      const { request } = await deps.connect({ as: "operator" });
      const path = view === undefined ? "/stats" : `/stats/${view}`;
      const from =
        forMs === undefined
          ? undefined
          : new Date(Date.now() - forMs).toISOString();
      const query = { from };
      if (view === "performance") {
        const data = await request<PerformanceStats>("GET", path, { query });
        deps.out.show({ data, table: performanceTable(data) });
      } else {
        const data = await request<object>("GET", path, { query });
        deps.out.show({ data, table: statsTable(data) });
      }
    });
}
