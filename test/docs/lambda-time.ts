/** What Lambda would bill a warm function for, by what was measured here (docs/cold-start.md) and its memory. */
import { readFileSync } from "node:fs";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** MB that come with one whole processor. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const WHOLE_PROCESSOR_MB = 1_769;

export interface LambdaTime {
  readonly ms: number;
  readonly gb: number;
}

/** Where the processor worked it takes as much longer as its share is smaller; where it waited it does not. */
export function lambdaTime(name: string): LambdaTime {
  const [, took, worked] =
    new RegExp(`\\| \`${name}\` +\\| ([\\d.]+) ms +\\| ([\\d.]+) ms`).exec(
      measured(),
    ) ?? [];
  const [, mb] =
    /memorySize: (\d+)/.exec(read(`functions/${name}/function.yml`)) ?? [];
  const tookMs = Number(took);
  const workedMs = Number(worked);
  const share = Math.min(1, Number(mb) / WHOLE_PROCESSOR_MB);
  const ms = tookMs - workedMs + workedMs / share;
  if (Number.isNaN(ms))
    throw new Error(`docs/cold-start.md tells no warm time of ${name}`);
  return { ms: Math.ceil(ms), gb: Number(mb) / 1_024 };
}

function measured(): string {
  const [, warm = ""] = read("docs/cold-start.md").split("<!-- warm:begin -->");
  return warm;
}
