/**
 * A world of its own for one test: queues and tables on real emulators, use cases composed as in
 * production, and executors as real processes that the test may kill, suspend and revive.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createResources } from "../../../infra/local/resources.ts";
import type { Endpoints } from "../../../infra/local/local-clients.ts";
import type { Emulators } from "../../../infra/local/run-emulators.ts";
import { announceTask } from "../../../shared/app/announce-task.ts";
import type { CancelTask } from "../../../shared/app/cancel-task.ts";
import type { EmergencyStop } from "../../../shared/app/emergency-stop.ts";
import type { ShownTask } from "../../../shared/app/show-task.ts";
import type { Submission, Submitted } from "../../../shared/app/submit-task.ts";
import type { StopReport } from "../../../shared/domain/stop-report.ts";
import type { Task, TaskId } from "../../../shared/domain/task.ts";
import type { GateStore } from "../../../shared/ports/control-store.ts";
import {
  QueueError,
  type TaskQueue,
} from "../../../shared/ports/task-queue.ts";
import {
  StoreError,
  type TaskStore,
  type WholeTask,
} from "../../../shared/ports/task-store.ts";
import { sqsTaskQueue } from "../../../shared/adapters/sqs/task-queue.ts";
import { composeAgentApi } from "../../../shared/runtime/compose/agent-api.ts";
import { composeEmergencyStop } from "../../../shared/runtime/compose/emergency-stop.ts";
import {
  composeOperatorApi,
  type OperatorApi,
} from "../../../shared/runtime/compose/operator-api.ts";
import { composePollSessionIssue } from "../../../shared/runtime/compose/poll-session-issue.ts";
import { composeDispatchScheduled } from "../../../shared/runtime/compose/dispatch-scheduled.ts";
import { foundation } from "../../../shared/runtime/compose/foundation.ts";
import { loadTasksAndQueuesConfig } from "../../../shared/runtime/config.ts";
import { endMarkedProcesses } from "../../../shared/runtime/end-marked-processes.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const CLI = join(ROOT, "test/fixtures/cli/counted-claude.mjs");

export interface Executor {
  readonly id: string;
  readonly process: ChildProcess;
  /** Ends the process as `kill -9` does, and then what it left running, as its supervisor does. */
  kill(): Promise<void>;
}

export interface World {
  /** Names its queues and tables, and what else must be of this world alone. */
  readonly stage: string;
  /** Of the emulators, for an executor or a client with a way of its own to them. */
  readonly endpoints: Endpoints;
  readonly store: TaskStore;
  readonly queue: TaskQueue;
  readonly newId: () => string;
  readonly emergency: EmergencyStop;
  readonly gates: Pick<GateStore, "close">;
  /** `GET /control/stop-report`. */
  readonly stopReport: () => Promise<StopReport | undefined>;
  /** What the cron does each minute about a stop and a lost login. */
  readonly tendSession: () => Promise<void>;
  /** `GET /session/status` and `POST /session/restored`. */
  readonly session: Pick<OperatorApi, "sessionStatus" | "sayRestored">;
  /** `POST /queue/pause` and `POST /queue/resume`. */
  readonly orders: Pick<OperatorApi, "pause" | "resume">;
  /** `GET /queue/status`. */
  readonly queueStatus: OperatorApi["queueStatus"];
  /** `GET /stats` and what lies below it. */
  readonly statistics: OperatorApi["statistics"];
  /** What `POST /tasks` comes to. */
  offer(prompt: string, more?: Partial<Submission>): Promise<Submitted>;
  /** The same, when it must be accepted. */
  submit(prompt: string, more?: Partial<Submission>): Promise<Task>;
  cancel(id: TaskId): ReturnType<CancelTask>;
  read(id: TaskId): Promise<WholeTask>;
  /** `GET /tasks/{id}`: also what it waits for. */
  show(id: TaskId): Promise<ShownTask>;
  /** Writes a task's row as `POST /tasks` does, and dies before the message is sent. */
  acceptWithoutSending(task: Task, prompt: string): Promise<void>;
  announce(task: Task): Promise<boolean>;
  sweep(): Promise<void>;
  /** Sweeps once a second, as the cron does once a minute, until the task is as wanted. */
  until(id: TaskId, isWanted: (task: Task) => boolean): Promise<Task>;
  /** @param more variables beside those that every executor is given */
  startExecutor(
    concurrency?: number,
    more?: NodeJS.ProcessEnv,
  ): Promise<Executor>;
  /** The process ids of the CLIs that were run, one for each run. */
  runs(): Promise<readonly number[]>;
  end(): Promise<void>;
}

const AGENT = "agent-of-the-test";
/** Far more than anything takes on a quiet machine. */
const PATIENCE_MS = 110_000;

/**
 * @param stage names its queues and tables: worlds on the same emulators do not meet
 * @param settings further variables of everything in it
 */
export async function createWorld(
  emulators: Emulators,
  stage: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<World> {
  const stateDir = await mkdtemp(join(tmpdir(), "ccsp-world-"));
  const runsFile = join(stateDir, "runs");
  const names = await createResources(emulators, { service: "ccsp", stage });
  const env = { ...environment(emulators, stage, names), ...settings };
  const executors: Executor[] = [];

  // Composition reads the environment at once, so worlds that are made one after another may differ.
  Object.assign(process.env, env);
  const config = loadTasksAndQueuesConfig();
  const base = foundation(config, "test");
  const store = base.taskStore(config.tasksTable);
  const queue = sqsTaskQueue(config.queueUrls);
  const api = composeAgentApi();
  const { dispatch } = composeDispatchScheduled();
  const { stop: emergency, report } = composeEmergencyStop();
  const session = composePollSessionIssue();
  const operator = composeOperatorApi();
  for (const name of Object.keys(settings))
    Reflect.deleteProperty(process.env, name);

  const read = async (id: TaskId): Promise<WholeTask> => {
    const whole = await api.read({ agent: AGENT, id });
    if (!whole) throw new Error(`task ${id} is lost`);
    return whole;
  };
  const offer: World["offer"] = (prompt, more = {}) =>
    api.submit({
      agent: AGENT,
      priority: "normal",
      timeoutMs: 60_000,
      content: { request: { prompt } },
      ...more,
    });
  const sweep = async (): Promise<void> => {
    await dispatch(5_000);
  };

  return {
    stage,
    endpoints: emulators,
    store,
    queue,
    read,
    show: async (id) => api.show(await read(id)),
    sweep,
    newId: base.newId,
    announce: announceTask({ ...base, store, queue }),
    emergency,
    gates: base.control.gates,
    stopReport: async () => (await report()).value,
    session: operator,
    orders: operator,
    queueStatus: operator.queueStatus,
    statistics: operator.statistics,
    async tendSession() {
      await session.completeStop();
      const { state } = await session.tend();
      if (state === "active") await session.free();
    },
    offer,
    cancel: (id) => api.cancel({ agent: AGENT, id }),
    async submit(prompt, more) {
      const submitted = await offer(prompt, more);
      if (submitted.kind === "accepted") return submitted.task;
      throw new Error(`not accepted: ${submitted.kind}`);
    },
    async acceptWithoutSending(task, prompt) {
      await store.create({ ...task, agent: AGENT }, { request: { prompt } });
    },
    async until(id, isWanted) {
      const deadline = Date.now() + PATIENCE_MS;
      let cause: unknown;
      const unlessAway = (error: unknown): undefined => {
        if (!isAway(error)) throw error;
        cause = error;
      };
      for (;;) {
        const task = (await read(id).catch(unlessAway))?.task;
        if (task && isWanted(task)) return task;
        if (Date.now() > deadline)
          throw new Error(`task ${id} stayed ${JSON.stringify(task)}`, {
            cause,
          });
        await sweep().catch(unlessAway);
        await sleep(1_000);
      }
    },
    async startExecutor(concurrency = 2, more = {}) {
      const id = `world-${randomUUID()}`;
      const child = spawn(process.execPath, ["functions/executor/main.ts"], {
        cwd: ROOT,
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        env: {
          ...process.env,
          ...env,
          CCSP_EXECUTOR_ID: id,
          CCSP_STATE_DIR: stateDir,
          CCSP_CLI: CLI,
          CCSP_CLI_ENV: "RUNS_FILE",
          CCSP_CONCURRENCY: String(concurrency),
          RUNS_FILE: runsFile,
          CCSP_STOP_TIMEOUT_MS: "10000",
          ...more,
        },
      });
      const executor: Executor = {
        id,
        process: child,
        async kill() {
          if (child.exitCode === null && child.signalCode === null) {
            child.kill("SIGKILL");
            await once(child, "exit");
          }
          await endMarkedProcesses(id);
        },
      };
      executors.push(executor);
      await once(child, "message"); // its first word is that it is ready
      return executor;
    },
    runs: async () => {
      const lines = await readFile(runsFile, "utf8").catch(() => "");
      return lines.split("\n").filter(Boolean).map(Number);
    },
    async end() {
      await Promise.all(executors.map((each) => each.kill()));
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** On a loaded machine the emulators may answer too late: the next look tells. */
const isAway = (error: unknown): boolean =>
  [StoreError, QueueError, AggregateError].some(
    (type) => error instanceof type,
  );

function environment(
  emulators: Emulators,
  stage: string,
  names: Awaited<ReturnType<typeof createResources>>,
): Record<string, string> {
  const queue = (id: string): string => names.queueUrls[`${id}Queue`] ?? "";
  return {
    STAGE: stage,
    AWS_EMF_ENVIRONMENT: "Local",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_SQS: emulators.sqsEndpoint,
    // The same emulator speaks both.
    AWS_ENDPOINT_URL_SNS: emulators.sqsEndpoint,
    AWS_ENDPOINT_URL_DYNAMODB: emulators.dynamodbEndpoint,
    CCSP_LOG_LEVEL: "silent",
    TASKS_TABLE: names.tableNames["TasksTable"] ?? "",
    CONTROL_TABLE: names.tableNames["ControlTable"] ?? "",
    USAGE_TABLE: names.tableNames["UsageTable"] ?? "",
    QUEUE_URL_URGENT: queue("Urgent"),
    QUEUE_URL_HIGH: queue("High"),
    QUEUE_URL_NORMAL: queue("Normal"),
    QUEUE_URL_SCHEDULED: queue("Scheduled"),
    QUEUE_URL_LOW: queue("Low"),
    QUEUE_URL_DEAD_LETTERS: queue("DeadLetter"),
  };
}
