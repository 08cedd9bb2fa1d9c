/**
 * The service as `npm start` runs it, with more than one executor, and with us in the supervisor's
 * place: its own pauses before a restart would leave hardly anything to kill.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { choosePorts } from "../../infra/local/choose-ports.ts";
import {
  ownEnvironment,
  serviceEnvironment,
} from "../../infra/local/environment.ts";
import type { Role } from "../../infra/local/family.ts";
import { instanceId } from "../../infra/local/instance-id.ts";
import type { Endpoints } from "../../infra/local/local-clients.ts";
import { programsOf } from "../../infra/local/programs.ts";
import {
  createResources,
  type LocalResources,
} from "../../infra/local/resources.ts";
import { waitForHealth } from "../../infra/local/wait-for-health.ts";
import { ensureLocalTokens } from "../../shared/runtime/local-tokens.ts";
import {
  processesWith,
  type LiveProcess,
} from "../integration/harness/processes.ts";
import { startActor, type Actor } from "./actor.ts";
import type { Part } from "./plan.ts";

const CLI = new URL("../fixtures/cli/witnessed-claude.mjs", import.meta.url);
/** CLIs that each executor runs at once. */
const CONCURRENCY = 2;
const STARTS_WITHIN_MS = 60_000;

export interface Stage {
  readonly baseUrl: string;
  readonly agentToken: string;
  readonly endpoints: Endpoints;
  readonly resources: LocalResources;
  /** Holds state and logs. */
  readonly directory: string;
  /** Where the CLI notes its runs. */
  readonly runsFile: string;
  actor(part: Part): Actor;
  readonly actors: readonly Actor[];
  /** What the minute's cron calls; rejects while the functions are away. */
  sweep(): Promise<void>;
  /** Every process that carries this stage's mark. */
  processes(): readonly LiveProcess[];
  /** Only runs of the CLI. */
  runsAlive(): readonly LiveProcess[];
  /** Ends all parts, in the order of `npm start`. */
  end(): Promise<void>;
  /** Kills them, when a test was given up. */
  destroy(): Promise<void>;
}

export async function setStage(executors: number): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), "ccsp-crash-"));
  const instance = instanceId(directory);
  const [port = 0, sqs = 0, dynamodb = 0, lambda = 0] = await choosePorts(4);
  const runsFile = join(directory, "runs.jsonl");
  const endpoints = {
    sqsEndpoint: `http://127.0.0.1:${String(sqs)}`,
    dynamodbEndpoint: `http://127.0.0.1:${String(dynamodb)}`,
  };
  let env = ownEnvironment(
    { ...withoutSettings(), CCSP_CLI_ENV: "RUNS_FILE", RUNS_FILE: runsFile },
    instance,
  );
  const program = programsOf({
    instance,
    settings: {
      stateDir: directory,
      port,
      cli: { file: fileURLToPath(CLI), simulated: false },
      concurrency: CONCURRENCY,
      logLevel: "info",
    },
    ports: { sqs, dynamodb, lambda },
    env: () => env,
  });
  const start = (role: Role): Actor =>
    startActor({ program: () => program(role), stateDir: directory });

  const emulators = start("emulators");
  await emulators.ready;
  const resources = await createResources(endpoints);
  env = serviceEnvironment(env, endpoints, resources);
  const { agentToken } = await ensureLocalTokens({ env, stateDir: directory });
  const api = start("api");
  const workers = Array.from({ length: executors }, () => start("executor"));
  const baseUrl = `http://127.0.0.1:${String(port)}/api/ccsp`;
  await Promise.all([
    waitForHealth(baseUrl, AbortSignal.timeout(STARTS_WITHIN_MS)),
    ...workers.map((each) => each.ready),
  ]);

  const actors = [emulators, api, ...workers];
  const marked = (): LiveProcess[] => processesWith([`CCSP_RUN=${instance}-`]);
  return {
    baseUrl,
    agentToken,
    endpoints,
    resources,
    directory,
    runsFile,
    actors,
    actor(part) {
      if (part === "emulators") return emulators;
      return part === "api" ? api : workers[part]!;
    },
    async sweep() {
      const name = "ccsp-local-dispatchScheduled";
      const url = `http://127.0.0.1:${String(lambda)}/2015-03-31/functions/${name}/invocations`;
      const signal = AbortSignal.timeout(STARTS_WITHIN_MS);
      await fetch(url, { method: "POST", body: "{}", signal });
    },
    processes: marked,
    runsAlive: () => {
      const parts = new Set(
        processesWith([`CCSP_RUN=${instance}-stack`]).map(({ pid }) => pid),
      );
      return marked().filter(({ pid }) => !parts.has(pid));
    },
    async end() {
      const ends = [api, ...workers].map((each) => each.end());
      await Promise.all([ends[0], ...workers.map((each) => each.drained())]);
      // Under the long polls in flight, which nobody may abort.
      await Promise.all([...ends, emulators.end()]);
    },
    async destroy() {
      await Promise.all(actors.map((each) => each.destroy()));
    },
  };
}

/** The user's own settings of the service have no place here. */
function withoutSettings(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("CCSP_"),
  );
  return Object.fromEntries(kept);
}
