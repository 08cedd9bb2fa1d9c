import { randomBytes } from "node:crypto";
import type { Endpoints } from "./local-clients.ts";
import type { LocalResources } from "./resources.ts";
import type { Settings } from "./settings.ts";

/** Which executor of which stack: its CLI runs carry it at the beginning of their `CCSP_RUN`. */
export function newExecutorId(instance: string): string {
  return `${instance}-${randomBytes(4).toString("hex")}`;
}

/** Milliseconds that the executor takes at most to end. */
const STOP_TIMEOUT_MS = 10_000;

/**
 * Keys for the emulators and nothing else: the SDK must not look for the user's real account, nor
 * the metrics library for an agent on the network.
 */
const NO_REAL_ACCOUNT = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_EMF_ENVIRONMENT: "Local",
} as const;

/**
 * The user's environment without a trace of AWS or of a run of another stack, marked as this
 * stack's: a killed stack's processes are found by it. Empty settings count as unset.
 */
export function ownEnvironment(
  user: NodeJS.ProcessEnv,
  instance: string,
): NodeJS.ProcessEnv {
  const kept = Object.entries(user).filter(
    ([name, value]) =>
      !name.startsWith("AWS_") && !(name.startsWith("CCSP_") && value === ""),
  );
  return { ...Object.fromEntries(kept), CCSP_RUN: `${instance}-stack` };
}

/**
 * What every part of the service is told: where queues and tables are. `TasksTable` becomes
 * `TASKS_TABLE`, `UrgentQueue` becomes `QUEUE_URL_URGENT`, `DeadLetterQueue` `QUEUE_URL_DEAD_LETTERS`.
 */
export function serviceEnvironment(
  own: NodeJS.ProcessEnv,
  endpoints: Endpoints,
  resources: LocalResources,
): NodeJS.ProcessEnv {
  return {
    ...own,
    ...NO_REAL_ACCOUNT,
    AWS_ENDPOINT_URL_SQS: endpoints.sqsEndpoint,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodbEndpoint,
    STAGE: "local",
    ...renamed(
      resources.tableNames,
      (id) => `${inCapitals(id.replace(/Table$/, ""))}_TABLE`,
    ),
    ...renamed(
      resources.queueUrls,
      (id) => `QUEUE_URL_${inCapitals(contentOf(id))}`,
    ),
  };
}

function renamed(
  byId: Readonly<Record<string, string>>,
  name: (id: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(byId).map(([id, value]) => [name(id), value]),
  );
}

/** A waiting queue is named for its class, the other one for its letters. */
function contentOf(queueId: string): string {
  return queueId.replace(/LetterQueue$/, "Letters").replace(/Queue$/, "");
}

function inCapitals(pascalCase: string): string {
  return pascalCase.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

/** What only the executor is told. */
export function executorEnvironment(
  service: NodeJS.ProcessEnv,
  settings: Settings,
  executorId: string,
): NodeJS.ProcessEnv {
  return {
    ...service,
    CCSP_STATE_DIR: settings.stateDir,
    CCSP_CLI: settings.cli.file,
    CCSP_CONCURRENCY: `${settings.concurrency}`,
    CCSP_LOG_LEVEL: settings.logLevel,
    CCSP_EXECUTOR_ID: executorId,
    CCSP_STOP_TIMEOUT_MS: `${STOP_TIMEOUT_MS}`,
  };
}
