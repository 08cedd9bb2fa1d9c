/** A problem in full: the task's row, its runs, and what the logs say about it. */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Evidence } from "./evidence.ts";
import type { Problem } from "./judge.ts";

const MAX_LINES = 60;

export interface Source {
  readonly evidence: Evidence;
  /** With the logs. */
  readonly directory: string;
}

export function detailsOf(
  { kind, marker, message }: Problem,
  source: Source,
): string {
  const title = `${kind.toUpperCase()}: ${message}`;
  return marker === undefined ? title : aboutTask(marker, title, source);
}

/** Allowed, but worth a look: the executors of these tasks died too often. */
export const detailsOfGivenUp = (source: Source): readonly string[] =>
  source.evidence.rows
    .filter(({ task }) => task.error?.code === "poison")
    .map(({ marker }) => aboutTask(marker, "GIVEN UP", source));

function aboutTask(
  marker: string,
  title: string,
  { evidence, directory }: Source,
): string {
  const known = evidence.tasks.find((each) => each.planned.marker === marker);
  const rows = evidence.rows.filter((each) => each.marker === marker);
  const runs = evidence.runs.filter((each) => each.marker === marker);
  const ids = [known?.taskId, ...rows.map(({ task }) => task.id)];
  return [
    `${title} (task ${marker})`,
    `agent: ${JSON.stringify(known)}`,
    ...rows.map(({ task }) => `row: ${JSON.stringify(task)}`),
    ...runs.map((run) => `run: ${JSON.stringify(run)}`),
    ...linesAbout(new Set(ids.filter((id) => id !== undefined)), directory),
  ].join("\n  ");
}

function linesAbout(
  ids: ReadonlySet<string>,
  directory: string,
): readonly string[] {
  return globSync(join(directory, "logs/*.log"))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => [...ids].some((id) => line.includes(id)))
        .map((line) => `${basename(file)}: ${line}`),
    )
    .slice(0, MAX_LINES);
}
