/** What runs now, the longest first. */
import { since } from "../format.ts";
import { Panel } from "../panel.tsx";
import { Table } from "../table.tsx";
import type { View } from "../view.ts";

const COLUMNS = [
  { head: "Agent" },
  { head: "Class" },
  { head: "Running for", isNumber: true },
  { head: "Task" },
];

export function Running(view: View) {
  const rows = view.readings.running?.answer?.items.map((task) => ({
    key: task.taskId,
    cells: [
      task.agent,
      task.class,
      since(task.startedAt, view.now),
      <code key="id">{task.taskId}</code>,
    ],
  }));
  return (
    <Panel title="Running tasks" names={["running"]} view={view} size="half">
      <Table
        caption="Running tasks"
        columns={COLUMNS}
        rows={rows}
        empty="Nothing runs."
      />
    </Panel>
  );
}
