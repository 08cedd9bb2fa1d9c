/** How long tasks waited and ran, minute by minute. */
import { useMemo } from "preact/hooks";
import { Chart } from "../chart.tsx";
import { duration } from "../format.ts";
import { Panel } from "../panel.tsx";
import type { View } from "../view.ts";

const TITLE = "Wait and run, p95";

export function Waits(view: View) {
  const series = view.readings.performance?.answer?.series;
  const data = useMemo(
    () => ({
      times: (series ?? []).map(({ at }) => Date.parse(at)),
      lines: [
        {
          label: "Wait",
          colour: "blue",
          kind: "line",
          values: (series ?? []).map(({ waitMs }) => waitMs.p95),
        },
        {
          label: "Run",
          colour: "orange",
          kind: "dashed",
          values: (series ?? []).map(({ runMs }) => runMs.p95),
        },
      ] as const,
      format: duration,
    }),
    [series],
  );
  return (
    <Panel title={TITLE} names={["performance"]} view={view} size="half">
      {series ? (
        <Chart title={`${TITLE}, last hour`} data={data} />
      ) : (
        <p class="muted">–</p>
      )}
    </Panel>
  );
}
