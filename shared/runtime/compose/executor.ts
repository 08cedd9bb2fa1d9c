/** Everything in the executor's process. */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { cgroupMemoryGauge } from "../../adapters/cgroup/memory-gauge.ts";
import { ecsScaleIn } from "../../adapters/ecs/scale-in.ts";
import { keepHost } from "../../adapters/execa/keep-host.ts";
import { secretsManagerReadSecret } from "../../adapters/secrets-manager/read-secret.ts";
import { sqsTaskQueue } from "../../adapters/sqs/task-queue.ts";
import { announceTask } from "../../app/announce-task.ts";
import { executor } from "../../app/executor/executor.ts";
import type { ExecutorEvents } from "../../app/executor/executor-deps.ts";
import { followSettings } from "../../app/executor/follow-settings.ts";
import { reconsiderLoad } from "../../app/load/reconsider-load.ts";
import { freeBlocked } from "../../app/session/free-blocked.ts";
import { reportLoss } from "../../app/session/report-loss.ts";
import { verifyLogin } from "../../app/session/verify-login.ts";
import type { Journal } from "../../ports/journal.ts";
import { type ExecutorConfig, loadExecutorConfig } from "../config.ts";
import { readCredentials } from "../credentials-file.ts";
import { keptCredentials, type KeptCredentials } from "../kept-credentials.ts";
import { nodeProcessGauge } from "../process-gauge.ts";
import { VERSION } from "../version.ts";
import { composeCallbacks } from "./callbacks.ts";
import { chooseCli } from "./choose-cli.ts";
import { composeStop } from "./emergency-stop.ts";
import { foundation } from "./foundation.ts";
import { composePeople } from "./people.ts";
import { sessionDeps } from "./session.ts";
import { composeCounter } from "./usage.ts";

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
  const { executorId, stopTimeoutMs } = config;
  const base = foundation(config, "executor");
  const host = keepHost({
    user: config.cliUser,
    node: config.spawnNode,
    onLost: (problem) => {
      base.journal.note({ event: "spawn-host-lost", level: "warn", problem });
    },
  });
  const store = base.taskStore(config.tasksTable);
  const queue = sqsTaskQueue(config.queueUrls);
  const workspace = join(config.stateDir, "work", executorId);
  const credentials = composeCredentials(config, base.journal);
  const settings = followSettings({ ...base, ...config });
  const cli = chooseCli(config, {
    permissions: () => settings.current(),
    // The id comes first, so that whoever starts executors can find what a dead one left.
    newMarker: () => `${executorId}-${randomUUID()}`,
    spawn: host.spawn,
    workspace,
    now: base.clock.now,
    credentials: credentials.current,
  });
  const announce = announceTask({ ...base, store, queue });
  const people = composePeople(config.stage, base.clock);
  const login = sessionDeps(base, store, people);
  const live = executor(
    {
      ...base,
      ...base.control,
      executorId,
      version: VERSION,
      store,
      queue,
      announce,
      cli,
      random: login.random,
      callBackSoon: composeCallbacks(base, store).soon,
      settings,
      reconsider: reconsiderLoad({ ...base, ...base.control }),
      reportLoss: reportLoss(login),
      verifyLogin: verifyLogin({
        ...login,
        cli: {
          verify: async (stop) => {
            await credentials.refresh();
            return cli.verify(stop);
          },
        },
        free: freeBlocked({ ...base, store, announce }),
      }),
      emergency: composeStop(base, store, people),
      memory: cgroupMemoryGauge(),
      ...(config.agentUri !== undefined && {
        scaleIn: ecsScaleIn(config.agentUri),
      }),
      gauge: nodeProcessGauge(),
      usage: composeCounter(base, executorId),
      graceMs: Math.max(0, stopTimeoutMs - ENDING_MS),
    },
    events,
  );
  return {
    stopTimeoutMs,
    journal: base.journal,
    run: async (stop) => {
      await credentials.refresh();
      const how = await live(stop);
      host.close();
      await base.metrics.flush();
      await rm(workspace, { recursive: true, force: true });
      return how;
    },
  };
}

/** The CLI's: on AWS from its secret, read anew before each look at the login; else from the file, at each run. */
function composeCredentials(
  config: ExecutorConfig,
  journal: Journal,
): KeptCredentials {
  const { cliSecretId: secretId } = config;
  if (secretId !== undefined)
    return keptCredentials({
      readSecret: secretsManagerReadSecret(),
      secretId,
      journal,
    });
  const file = join(config.stateDir, "credentials.json");
  return {
    current: () => readCredentials(file, journal),
    refresh: () => Promise.resolve(),
  };
}
