/** How much waits and runs in each class, how long it waits, and how long it could at worst. */
import type { Answers, QueueClass } from "../answers.ts";
import { count, duration, UNKNOWN } from "../format.ts";
import { Panel } from "../panel.tsx";
import { Table } from "../table.tsx";
import type { View } from "../view.ts";

const COLUMNS = [
  { head: "Class" },
  { head: "Waiting", isNumber: true },
  { head: "Delayed", isNumber: true },
  { head: "Running", isNumber: true },
  { head: "Oldest", isNumber: true },
  { head: "Wait p50", isNumber: true },
  { head: "Wait p95", isNumber: true },
  { head: "Longest", isNumber: true },
];

export function Queue(view: View) {
  const status = view.readings.status?.answer;
  const measured = view.readings.performance?.answer;
  const rows =
    status &&
    Object.entries(status.classes).map(([name, counts]) => {
      const wait = measured?.classes.find((one) => one.class === name)?.waitMs;
      return {
        key: name,
        cells: [
          name,
          count(counts.waiting),
          count(counts.delayed),
          count(counts.running),
          duration(counts.oldestAgeMs),
          duration(wait?.p50),
          duration(wait?.p95),
          duration(wait?.max),
        ],
      };
    });
  return (
    <Panel
      title="Queue"
      names={["status", "performance"]}
      view={view}
      size="large"
    >
      <Table
        caption="Queue by class"
        columns={COLUMNS}
        rows={rows}
        empty="No class"
      />
      <p class="note">
        Starvation bound: a class with work is served within{" "}
        <strong>{count(status?.starvationBound)}</strong> selections. Longest
        wait measured in the last hour: <strong>{worst(measured)}</strong>.
      </p>
    </Panel>
  );
}

function worst(measured: Answers["performance"] | undefined): string {
  const longest = measured?.classes
    .map(({ class: name, waitMs }) => ({ name, ms: waitMs.max ?? -1 }))
    .reduce<{ readonly name: QueueClass; readonly ms: number } | undefined>(
      (one, other) => (one && one.ms >= other.ms ? one : other),
      undefined,
    );
  return longest && longest.ms >= 0
    ? `${duration(longest.ms)} (${longest.name})`
    : UNKNOWN;
}
