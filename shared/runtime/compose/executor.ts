/** Everything in the executor's process. */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { childEnvironment } from "../../adapters/claude-cli/child-environment.ts";
import { claudeCli } from "../../adapters/claude-cli/claude-cli.ts";
import { execaProcessRunner } from "../../adapters/execa/execa-process-runner.ts";
import { sqsTaskQueue } from "../../adapters/sqs/task-queue.ts";
import { announceTask } from "../../app/announce-task.ts";
import { executor, type ExecutorEvents } from "../../app/executor/executor.ts";
import type { Journal } from "../../ports/journal.ts";
import { loadExecutorConfig } from "../config.ts";
import { foundation } from "./foundation.ts";

/** Of the time to stop, what is kept for ending the CLIs (3 s) and for the last writes. */
const ENDING_MS = 5_000;

export interface ExecutorProcess {
  /** Resolves when all is over. */
  run(stop: AbortSignal): Promise<"stopped" | "emergency">;
  readonly stopTimeoutMs: number;
  readonly journal: Journal;
}

export function composeExecutor(events: ExecutorEvents): ExecutorProcess {
  const config = loadExecutorConfig();
  const { executorId, environment, stopTimeoutMs } = config;
  const base = foundation(config, "executor");
  const store = base.taskStore(config.tasksTable);
  const queue = sqsTaskQueue(config.queueUrls);
  const workspace = join(config.stateDir, "work", executorId);
  const cli = claudeCli({
    // The id comes first, so that whoever starts executors can find what a dead one left.
    runner: execaProcessRunner({
      newMarker: () => `${executorId}-${randomUUID()}`,
    }),
    file: config.cli,
    environment: () => childEnvironment(environment, config.cliEnv),
    workspace,
    configDirectory: environment["CLAUDE_CONFIG_DIR"] ? "own" : "private",
    now: base.clock.now,
  });
  const live = executor(
    {
      ...base,
      ...base.control,
      executorId,
      store,
      queue,
      announce: announceTask({ ...base, store, queue }),
      cli,
      random: Math.random,
      concurrency: config.concurrency,
      graceMs: Math.max(0, stopTimeoutMs - ENDING_MS),
    },
    events,
  );
  return {
    stopTimeoutMs,
    journal: base.journal,
    run: async (stop) => {
      const how = await live(stop);
      await base.metrics.flush();
      await rm(workspace, { recursive: true, force: true });
      return how;
    },
  };
}
