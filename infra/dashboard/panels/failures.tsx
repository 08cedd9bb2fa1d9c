/** The tasks that failed last. */
import { since } from "../format.ts";
import { Panel } from "../panel.tsx";
import { Table } from "../table.tsx";
import type { View } from "../view.ts";

const COLUMNS = [
  { head: "Error" },
  { head: "Agent" },
  { head: "Ago", isNumber: true },
  { head: "What it said, and its task" },
];

export function Failures(view: View) {
  const rows = view.readings.failures?.answer?.items.map((task) => ({
    key: task.taskId,
    cells: [
      <span key="code" class="word">
        {task.error?.code ?? "–"}
      </span>,
      task.agent,
      since(task.finishedAt, view.now),
      <div key="message" class="message">
        {task.error?.message ?? "–"}
        <code>{task.taskId}</code>
      </div>,
    ],
  }));
  return (
    <Panel title="Recent failures" names={["failures"]} view={view} size="half">
      <Table
        caption="Recent failures"
        columns={COLUMNS}
        rows={rows}
        empty="No task has failed."
      />
    </Panel>
  );
}
