/** The table of docs/metrics.md, from the one that the emitter goes by. */
import { METRICS } from "../../shared/domain/metric-names.ts";

export const metricRows = (): readonly (readonly string[])[] =>
  Object.entries(METRICS).map(([name, { unit, kind, by, meaning }]) => [
    `\`${name}\``,
    unit,
    kind,
    by.map((each) => `\`${each}\``).join(", ") || "–",
    meaning,
  ]);
