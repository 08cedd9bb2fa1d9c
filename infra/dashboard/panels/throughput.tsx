/** What was finished, minute by minute. */
import { useMemo } from "preact/hooks";
import { Chart } from "../chart.tsx";
import { count } from "../format.ts";
import { Panel } from "../panel.tsx";
import type { View } from "../view.ts";

const TITLE = "Finished per minute";

export function Throughput(view: View) {
  const series = view.readings.usage?.answer?.series;
  const data = useMemo(
    () => ({
      times: (series ?? []).map(({ at }) => Date.parse(at)),
      lines: [
        {
          label: "Finished",
          colour: "blue",
          kind: "bars",
          values: (series ?? []).map(({ finished }) => finished),
        },
        {
          label: "of these failed",
          colour: "orange",
          kind: "bars",
          values: (series ?? []).map(({ failed }) => failed),
        },
      ] as const,
      format: count,
      isCount: true,
    }),
    [series],
  );
  return (
    <Panel title={TITLE} names={["usage"]} view={view} size="half">
      {series ? (
        <Chart title={`${TITLE}, last hour`} data={data} />
      ) : (
        <p class="muted">–</p>
      )}
    </Panel>
  );
}
