/** Lines of a log, as the metrics that CloudWatch would take from them. */
import { isObject } from "../../client/is-object.ts";
import type { Dimensions, MetricId } from "./metric-source.ts";

export interface Datum extends MetricId {
  readonly at: Date;
  readonly values: readonly number[];
}

/** Nothing of a line that is none, or that is cut. What stands before the JSON is passed over. */
export function readEmfLine(line: string): readonly Datum[] {
  if (!line.includes('"_aws"')) return [];
  const event = parse(line.slice(line.indexOf("{")));
  const { _aws: aws } = event;
  if (!isObject(aws) || typeof aws["Timestamp"] !== "number") return [];
  const at = new Date(aws["Timestamp"]);
  return listOf(aws["CloudWatchMetrics"]).flatMap((directive) =>
    isObject(directive) ? readDirective(directive, event, at) : [],
  );
}

type Json = Readonly<Record<string, unknown>>;

/** Each metric counts once for each set of dimensions. */
function readDirective(
  directive: Json,
  event: Json,
  at: Date,
): readonly Datum[] {
  const namespace = textOf(directive["Namespace"]);
  const sets = listOf(directive["Dimensions"]).map((names) =>
    dimensionsOf(names, event),
  );
  return listOf(directive["Metrics"]).flatMap((definition) => {
    const metric = isObject(definition) ? textOf(definition["Name"]) : "";
    const values = valuesOf(event[metric]);
    return values.length === 0
      ? []
      : sets.map((dimensions) => ({
          ...{ namespace, metric, dimensions, at, values },
        }));
  });
}

const dimensionsOf = (names: unknown, event: Json): Dimensions =>
  Object.fromEntries(
    listOf(names).map((name) => [textOf(name), textOf(event[textOf(name)])]),
  );

const valuesOf = (value: unknown): readonly number[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (each): each is number => typeof each === "number",
  );

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : [];

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : "";

function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
