/** What a crash test found, in numbers, and in the one sentence that the README has. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Evidence } from "./evidence.ts";
import type { Problem } from "./judge.ts";
import type { Plan } from "./plan.ts";

const count = z.int().min(0);

export const CrashRecord = z.strictObject({
  seed: count,
  /** Blows by SIGKILL; `everything` is one, whatever it ended. */
  kills: count,
  killed: z.record(z.string(), count),
  /** Times somebody was suspended for longer than a lease. */
  suspended: count,
  /** Accepted ones. */
  tasks: count,
  succeeded: count,
  cancelled: count,
  /** Those that were to fail, and those given up. */
  failed: count,
  /** Of these, those whose executors died too often (`poison`). */
  givenUp: count,
  /** Starts of the CLI. */
  runs: count,
  lapsedLeases: count,
  lost: count,
  doubleEffects: count,
  otherProblems: count,
});
export type CrashRecord = z.infer<typeof CrashRecord>;

/** Of the last run with `--write`, which the README speaks of. */
export const RECORD_FILE = new URL("last-run.json", import.meta.url);

export const readRecord = (): CrashRecord =>
  CrashRecord.parse(JSON.parse(readFileSync(RECORD_FILE, "utf8")));

export function recordOf(
  { seed, beats }: Plan,
  { rows, runs }: Evidence,
  problems: readonly Problem[],
): CrashRecord {
  const ended = (status: string): number =>
    rows.filter(({ task }) => task.status === status).length;
  const found = (kind: Problem["kind"]): number =>
    new Set(
      problems
        .filter((each) => each.kind === kind)
        .map(({ marker, message }) => marker ?? message),
    ).size;
  return {
    seed,
    kills: beats.length,
    killed: killedOf(beats),
    suspended: beats.filter(({ pause }) => pause).length,
    tasks: rows.length,
    succeeded: ended("succeeded"),
    cancelled: ended("cancelled"),
    failed: ended("failed"),
    givenUp: rows.filter(({ task }) => task.error?.code === "poison").length,
    runs: runs.length,
    lapsedLeases: rows.reduce((sum, { task }) => sum + task.lapses, 0),
    lost: found("lost"),
    doubleEffects: found("double"),
    otherProblems: found("other"),
  };
}

function killedOf(beats: Plan["beats"]): Record<string, number> {
  const killed: Record<string, number> = {};
  for (const { kill } of beats) {
    const name = typeof kill.victim === "number" ? "an executor" : kill.victim;
    killed[name] = (killed[name] ?? 0) + 1;
  }
  return killed;
}

const claimOf = (record: CrashRecord): string =>
  `${String(record.kills)} kills, ${String(record.tasks)} tasks, ` +
  `${String(record.lost)} lost, ${String(record.doubleEffects)} double effects`;

export const sentenceOf = (record: CrashRecord): string =>
  `**${claimOf(record)}:** the last \`npm run test:crash -- --write\` (seed ${String(record.seed)}), which\n` +
  "ends executors, functions and emulators by `kill -9` at random moments under load.";
