/** The numbers that are looked at first. */
import { count, dollars, duration, percent } from "../format.ts";
import { freshness } from "../freshness.ts";
import type { Name } from "../answers.ts";
import type { View } from "../view.ts";

interface Tile {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly name: Name;
}

export const Tiles = (view: View) => (
  <dl class="tiles">
    {tilesOf(view).map(({ label, value, unit, name }) => (
      <div
        key={label}
        class={freshness(view, [name]).isStale ? "tile stale" : "tile"}
      >
        <dt>{label}</dt>
        <dd>
          {value}
          {unit !== undefined && value !== "–" && (
            <span class="unit"> {unit}</span>
          )}
        </dd>
      </div>
    ))}
  </dl>
);

function tilesOf({ readings }: View): readonly Tile[] {
  const status = readings.status?.answer;
  const usage = readings.usage?.answer;
  const classes = status && Object.values(status.classes);
  const sum = (pick: (one: NonNullable<typeof classes>[number]) => number) =>
    classes?.reduce((all, one) => all + pick(one), 0);
  const slots = status?.executors.reduce((all, one) => all + one.slots, 0);
  return [
    {
      label: "Waiting",
      value: count(sum(({ waiting }) => waiting)),
      name: "status",
    },
    {
      label: "Running",
      value: count(sum(({ running }) => running)),
      unit: `of ${count(slots)}`,
      name: "status",
    },
    {
      label: "Finished, 1 h",
      value: count(usage?.finished),
      unit: `(${count(usage?.throughput)}/min)`,
      name: "usage",
    },
    {
      label: "Success rate, 1 h",
      value: percent(usage?.successRate),
      name: "usage",
    },
    {
      label: "Wait p95, 1 h",
      value: duration(readings.performance?.answer?.waitMs.p95),
      name: "performance",
    },
    {
      label: "Cost, 1 h",
      value: dollars(usage?.costUsd),
      name: "usage",
    },
    {
      label: "Dead letters",
      value: count(status?.deadLetters),
      name: "status",
    },
  ];
}
