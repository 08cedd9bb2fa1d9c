/** The report of an emergency stop, for people. */
import type { StopReport } from "../answers.ts";
import { showTime } from "../moment.ts";
import type { Shown } from "../output.ts";
import { renderTable, type Table } from "../table.ts";

export function showStopReport(report: StopReport): Shown {
  const { since, actor, reason, running, waiting } = report;
  const counts = Object.entries(waiting).map(
    ([name, count]) => `${count} ${name}`,
  );
  const lines = [
    `Stopped ${showTime(since)} by ${actor}: ${reason}`,
    report.clearedAt === undefined
      ? "In force: `ccsp resume --emergency` lifts it."
      : `Lifted ${showTime(report.clearedAt)} by ${report.clearedBy ?? "–"}`,
    `Told: ${toldWords(report)}`,
    `Waited: ${counts.join(", ")}`,
  ];
  return {
    data: report,
    text: [...lines, "", renderTable(runsTable(running), (head) => head)].join(
      "\n",
    ),
  };
}

const runsTable = (running: StopReport["running"]): Table => ({
  head: ["ran", "agent", "class", "since"],
  rows: running.map(({ taskId, agent, queueClass, startedAt }) => [
    ...[taskId, agent, queueClass],
    showTime(startedAt),
  ]),
  empty: "Nothing ran.",
});

function toldWords({ toldAt, issueUrl, problem }: StopReport): string {
  if (toldAt === undefined)
    return problem === undefined ? "not yet" : `not yet: ${problem}`;
  const where = issueUrl === undefined ? "" : `, ${issueUrl}`;
  return `${showTime(toldAt)}${where}`;
}
