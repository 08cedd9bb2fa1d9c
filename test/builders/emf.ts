/** Whether a line is one of CloudWatch's embedded metric format, by its schema and by what it refers to. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

interface Directive {
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

interface Line {
  readonly [member: string]: unknown;
  readonly _aws: { readonly CloudWatchMetrics: readonly Directive[] };
}

const SCHEMA = new URL("../fixtures/emf/schema.json", import.meta.url);
const isLine = new Ajv({ allErrors: true }).compile<Line>(
  JSON.parse(readFileSync(SCHEMA, "utf8")) as object,
);

/** What is wrong with it; nothing when it is as it should be. */
export function problemsOfEmf(text: string): readonly string[] {
  const line: unknown = JSON.parse(text);
  if (!isLine(line))
    return (isLine.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath} ${message ?? ""}`,
    );
  return line._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) => [
    ...Dimensions.flat()
      .filter((name) => typeof line[name] !== "string" || line[name] === "")
      .map((name) => `the dimension ${name} has no value`),
    ...Metrics.filter(({ Name }) => typeof line[Name] !== "number").map(
      ({ Name }) => `the metric ${Name} has no number`,
    ),
  ]);
}

/** The names of its metrics. */
export const metricsOfEmf = (text: string): readonly string[] =>
  (JSON.parse(text) as Line)._aws.CloudWatchMetrics.flatMap(({ Metrics }) =>
    Metrics.map(({ Name }) => Name),
  );
