/** How tasks and runs ended in the last hour. */
import { count } from "../format.ts";
import { Panel } from "../panel.tsx";
import { Table } from "../table.tsx";
import type { View } from "../view.ts";

const COLUMNS = [
  { head: "Failed of" },
  { head: "Tasks", isNumber: true },
  { head: "Runs", isNumber: true },
];

export function Outcomes(view: View) {
  const usage = view.readings.usage?.answer;
  const rows = view.readings.errors?.answer?.byOutcome.map((one) => ({
    key: one.outcome,
    cells: [one.outcome, count(one.tasks), count(one.runs)],
  }));
  return (
    <Panel
      title="Outcomes, last hour"
      names={["usage", "errors"]}
      view={view}
      size="third"
    >
      <p class="sums">
        <strong>{count(usage?.succeeded)}</strong> succeeded ·{" "}
        <strong>{count(usage?.failed)}</strong> failed ·{" "}
        <strong>{count(usage?.cancelled)}</strong> cancelled
      </p>
      <Table
        caption="Failures by outcome"
        columns={COLUMNS}
        rows={rows}
        empty="No run failed."
      />
    </Panel>
  );
}
