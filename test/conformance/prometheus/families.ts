/** A text of metrics as Prometheus' own parser understands it. */
import { spawnSync } from "node:child_process";
import { z } from "zod";
import { PROMETHEUS_PYTHON } from "./install.ts";

const PROGRAM = `
import json, sys
from prometheus_client.parser import text_string_to_metric_families as parse
print(json.dumps([
  {"name": f.name, "type": f.type, "help": f.documentation,
   "samples": [{"name": s.name, "labels": s.labels, "value": str(s.value)} for s in f.samples]}
  for f in parse(sys.stdin.read())]))
`;

const Families = z.array(
  z.object({
    name: z.string(),
    type: z.string(),
    help: z.string(),
    samples: z.array(
      z.object({
        name: z.string(),
        labels: z.record(z.string(), z.string()),
        value: z.string().transform(Number),
      }),
    ),
  }),
);
export type Family = z.infer<typeof Families>[number];
export type Sample = Family["samples"][number];

/** @throws what the parser says of a text that is none */
export function parseFamilies(text: string): readonly Family[] {
  const { status, stdout, stderr } = spawnSync(
    PROMETHEUS_PYTHON,
    ["-c", PROGRAM],
    { input: text, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return Families.parse(JSON.parse(stdout));
}

/** Of a histogram: by its labels, but for `le`. */
export function byLabels({
  samples,
}: Family): ReadonlyMap<string, readonly Sample[]> {
  return Map.groupBy(samples, ({ labels }) =>
    JSON.stringify(
      Object.entries(labels)
        .filter(([name]) => name !== "le")
        .sort(),
    ),
  );
}
