/** The queue for people: classes as a table, below it the gates and the executors. */
import type { ExecutorView, GateView, QueueStatus } from "../answers.ts";
import { formatDuration } from "../duration.ts";
import { ageOf, showTime } from "../moment.ts";
import type { Shown } from "../output.ts";
import { renderTable, type Table } from "../table.ts";

export function showQueueStatus(status: QueueStatus, now: Date): Shown {
  const { gates, executors, deadLetters, starvationBound } = status;
  const plain = (table: Table): string => renderTable(table, (text) => text);
  const text = [
    "",
    plain(gatesTable(gates)),
    "",
    plain(executorsTable(executors, now)),
    "",
    `Dead letters: ${deadLetters}. A class that has work is served at the latest ${starvationBound} selections from now.`,
  ].join("\n");
  return { data: status, table: classesTable(status), text };
}

const classesTable = ({ classes }: QueueStatus): Table => ({
  head: ["class", "waiting", "delayed", "running", "oldest"],
  rows: Object.entries(classes).map(([name, { oldestAgeMs, ...counts }]) => [
    name,
    counts.waiting,
    counts.delayed,
    counts.running,
    typeof oldestAgeMs === "number" ? formatDuration(oldestAgeMs) : undefined,
  ]),
  empty: "There are no classes.",
});

const gatesTable = (gates: Readonly<Record<string, GateView>>): Table => ({
  head: ["gate", "state", "holds", "since", "until", "by", "reason"],
  rows: Object.entries(gates).map(([name, { closed, ...gate }]) => [
    name,
    closed ? "closed" : "open",
    closed ? (gate.holds?.join(", ") ?? "all") : undefined,
    gate.since && showTime(gate.since),
    gate.until && showTime(gate.until),
    gate.actor,
    gate.reason,
  ]),
  empty: "There are no gates.",
});

const executorsTable = (
  executors: readonly ExecutorView[],
  now: Date,
): Table => ({
  head: ["executor", "running", "slots", "seen", "version", "problem"],
  rows: executors.map((one) => [
    one.id,
    one.running,
    one.slots,
    `${ageOf(one.lastSeenAt, now)} ago`,
    one.version,
    one.problem,
  ]),
  empty: "No executor was seen in the last minute: nothing is worked on.",
});
