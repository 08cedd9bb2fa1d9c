/** How long tasks waited and ran: a line for each kind of time and class, from the mean to the worst. */
import type { PerformanceStats, Times } from "../answers.ts";
import { formatMeasured } from "../duration.ts";
import type { Cell, Table } from "../table.ts";

const KINDS = [
  ["wait", "waitMs"],
  ["run", "runMs"],
  ["overhead", "overheadMs"],
] as const;
const FIGURES = ["mean", "p50", "p90", "p95", "p99", "max"] as const;

export const performanceTable = (answer: PerformanceStats): Table => ({
  head: ["time", "class", "count", ...FIGURES],
  rows: KINDS.flatMap(([kind, field]) => [
    [kind, "all", ...cells(answer[field])],
    ...answer.classes.map((each) => [kind, each.class, ...cells(each[field])]),
  ]),
  empty: "There are no figures yet.",
});

const cells = (times: Times): readonly Cell[] => [
  times.count,
  ...FIGURES.map((name) => {
    const ms = times[name];
    return ms === null ? undefined : formatMeasured(ms);
  }),
];
