/** Who works, and what that takes. */
import { Badge } from "../badge.tsx";
import { count, since, UNKNOWN } from "../format.ts";
import { Panel } from "../panel.tsx";
import { Table } from "../table.tsx";
import type { View } from "../view.ts";

const COLUMNS = [
  { head: "Executor" },
  { head: "State" },
  { head: "Running", isNumber: true },
  { head: "Seen", isNumber: true },
  { head: "Version" },
];
const MEGABYTE = 1_000_000;

export function Executors(view: View) {
  const rows = view.readings.status?.answer?.executors.map((one) => ({
    key: one.id,
    cells: [
      one.id,
      one.problem === undefined ? (
        <Badge level="good">works</Badge>
      ) : (
        <Badge level="warn">{one.problem}</Badge>
      ),
      `${count(one.running)} of ${count(one.slots)}`,
      `${since(one.lastSeenAt, view.now)} ago`,
      one.version ?? UNKNOWN,
    ],
  }));
  const system = view.readings.stats?.answer?.system;
  const memory = system?.memoryUsage?.rss;
  return (
    <Panel
      title="Executors"
      names={["status", "stats"]}
      view={view}
      size="half"
    >
      <Table
        caption="Executors"
        columns={COLUMNS}
        rows={rows}
        empty="No executor was seen in the last minute: nothing is worked on."
      />
      <p class="note">
        Memory{" "}
        <strong>
          {memory === undefined ? UNKNOWN : `${count(memory / MEGABYTE)} MB`}
        </strong>{" "}
        · processors in use <strong>{count(system?.cpuUsage)}</strong> ·
        connections <strong>{count(system?.activeConnections)}</strong>
      </p>
    </Panel>
  );
}
