/**
 * The latencies of an idle stack, one task after another, each beside something bare that was
 * measured in the same round; and how long the stack takes to start.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import {
  removeState,
  type Stack,
  startStack,
} from "../integration/harness/stack.ts";
import { cpuMs } from "./cpu.ts";

const CLI = new URL("../fixtures/cli/stamping-claude.mjs", import.meta.url)
  .pathname;
const WARM_UP = 30;

/** Epoch milliseconds with fractions, as the CLI's own stamps have them. */
const now = (): number => performance.timeOrigin + performance.now();

const record = (histogram: RecordableHistogram, ms: number): void => {
  histogram.record(Math.max(1, Math.round(ms * 1e6)));
};

class Stamps {
  readonly directory = mkdtempSync(join(tmpdir(), "ccsp-bench-"));
  readonly file = join(this.directory, "stamps");
  last(): number {
    return Number(readFileSync(this.file, "utf8").trim().split("\n").at(-1));
  }
  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

export interface Latencies {
  readonly submit: RecordableHistogram;
  readonly start: RecordableHistogram;
  readonly request: RecordableHistogram;
  readonly spawn: RecordableHistogram;
}

async function oneRound(
  stack: Stack,
  stamps: Stamps,
  into: Latencies,
): Promise<void> {
  const asked = now();
  await stack.call("/nowhere");
  const sent = now();
  record(into.request, sent - asked);
  const { body } = await stack.call<{ taskId: string }>("/tasks", {
    method: "POST",
    body: { prompt: "Say yes." },
  });
  record(into.submit, now() - sent);
  await stack.call(`/tasks/${body.taskId}/result?wait=20`);
  record(into.start, stamps.last() - sent);

  const spawned = now();
  const child = spawn(
    CLI,
    ["-p", "--output-format", "stream-json", "--verbose"],
    {
      env: { ...process.env, STAMPS_FILE: stamps.file },
      stdio: ["pipe", "ignore", "ignore"],
    },
  );
  child.stdin.end("Say yes.");
  await once(child, "close");
  record(into.spawn, stamps.last() - spawned);
}

const latencies = (): Latencies => ({
  submit: createHistogram(),
  start: createHistogram(),
  request: createHistogram(),
  spawn: createHistogram(),
});

export interface IdleFigures {
  readonly rounds: number;
  readonly startedAfterMs: number;
  readonly firstResultMs: number;
  readonly seen: Latencies;
  /** The executor's own CPU for each task, without its CLI's. */
  readonly executorCpuMs: number;
}

export async function benchLatencies(rounds: number): Promise<IdleFigures> {
  const stamps = new Stamps();
  appendFileSync(stamps.file, "");
  const startedAt = now();
  const stack = await startStack({
    env: {
      CCSP_CLI: CLI,
      CCSP_CLI_ENV: "STAMPS_FILE",
      STAMPS_FILE: stamps.file,
    },
  });
  try {
    await stack.printed("curl");
    const firstResultMs = now() - startedAt;
    const { startedAfterMs } = stack;
    const warmUp = latencies();
    for (let round = 0; round < WARM_UP; round += 1)
      await oneRound(stack, stamps, warmUp);
    const seen = latencies();
    const { pid } = stack.processOf("functions/executor/main.ts");
    const cpuBefore = cpuMs(pid);
    for (let round = 0; round < rounds; round += 1)
      await oneRound(stack, stamps, seen);
    const executorCpuMs = (cpuMs(pid) - cpuBefore) / rounds;
    return { rounds, startedAfterMs, firstResultMs, seen, executorCpuMs };
  } finally {
    await stack.stop();
    removeState(stack);
    stamps.remove();
  }
}
