/** Who did what last. */
import { moment } from "../format.ts";
import { Panel } from "../panel.tsx";
import { Table } from "../table.tsx";
import type { View } from "../view.ts";

const COLUMNS = [
  { head: "When" },
  { head: "Who" },
  { head: "What" },
  { head: "Why" },
];

export function Trail(view: View) {
  const rows = view.readings.trail?.answer?.items.map((entry, at) => ({
    key: `${entry.at}-${at}`,
    cells: [
      moment(entry.at, view.now),
      entry.actor,
      <span key="what" class="word">
        {entry.action}
      </span>,
      <span key="why" class="reason">
        {entry.reason ?? "–"}
      </span>,
    ],
  }));
  return (
    <Panel title="Audit trail" names={["trail"]} view={view} size="full">
      <Table
        caption="Audit trail"
        columns={COLUMNS}
        rows={rows}
        empty="Nobody has ordered anything."
      />
    </Panel>
  );
}
