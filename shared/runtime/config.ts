/** The only reader of the environment: once, validated whole, frozen; every problem named at once. */
import * as z from "zod";
import type { Settings } from "../domain/settings.ts";
import type { QueueClass } from "../domain/task.ts";
import {
  type CLI_KINDS,
  gitHubIsWhole,
  type LOG_LEVELS,
  PeopleVariables,
  ProgramVariables,
} from "./rules.ts";
import { SettingVariables, toInitialSettings } from "./setting-variables.ts";
import { WebhookVariables } from "./webhook-secret.ts";

const name = z.string("is needed");
const url = z.url({
  protocol: /^https?$/,
  error: "must be an http or https URL",
});

/** What every deployable needs. */
const Common = z.object({
  STAGE: name,
  CONTROL_TABLE: name,
  CCSP_LOG_LEVEL: ProgramVariables.CCSP_LOG_LEVEL,
  /** Metrics go to standard output. Without it the library looks for a machine's agent on the network. */
  AWS_EMF_ENVIRONMENT: z.literal("Local", "must be Local"),
  ...SettingVariables,
});
const Tasks = z.object({ TASKS_TABLE: name });
const Queues = z.object({
  QUEUE_URL_URGENT: url,
  QUEUE_URL_HIGH: url,
  QUEUE_URL_NORMAL: url,
  QUEUE_URL_SCHEDULED: url,
  QUEUE_URL_LOW: url,
});
const DeadLetters = z.object({ QUEUE_URL_DEAD_LETTERS: url });
const People = z.object({
  ...PeopleVariables,
  CCSP_STATE_DIR: name.default(".ccsp"),
});
const Usage = z.object({ USAGE_TABLE: name });
const Webhooks = z.object(WebhookVariables);
const Executor = z.object({
  CCSP_EXECUTOR_ID: name,
  CCSP_STATE_DIR: name,
  CCSP_CLI: name,
  CCSP_CLI_KIND: ProgramVariables.CCSP_CLI_KIND,
  CCSP_CLI_ENV: ProgramVariables.CCSP_CLI_ENV.transform((text) =>
    text.split(/[\s,]+/).filter((each) => each !== ""),
  ),
  CCSP_CLI_USER: z
    .string()
    .regex(/^\d{1,9}:\d{1,9}$/, "must read uid:gid, for example 10002:10002")
    .exactOptional(),
  CCSP_SPAWN_NODE: name.exactOptional(),
  /** Where ECS's agent listens, which tells every container so. */
  ECS_AGENT_URI: url.exactOptional(),
  CCSP_STOP_TIMEOUT_MS: z
    .string()
    .regex(/^[1-9]\d{3,6}$/, "must be a whole number of milliseconds from 1000")
    .transform(Number)
    .prefault("115000"),
});

/** The environment is not what a deployable needs; the message names each problem. */
class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code = "CONFIG_INVALID";
}

function read<T extends z.ZodType>(schema: T): z.output<T> {
  // An empty variable is one that is not set.
  const set = Object.entries(process.env).filter(([, value]) => value !== "");
  const parsed = schema.safeParse(Object.fromEntries(set));
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    [
      "The environment is not complete:",
      ...parsed.error.issues.map(inWords),
    ].join("\n"),
  );
}

/** As the other readers of settings write it, and the rule that is about two variables already does. */
const inWords = ({ path, message }: z.core.$ZodIssue): string =>
  [...(path.length > 0 ? [path.join(".")] : []), message].join(": ");

export interface CommonConfig {
  readonly stage: string;
  readonly controlTable: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** As they are until an operator changes them. */
  readonly initialSettings: Settings;
}
export interface TasksConfig extends CommonConfig {
  readonly tasksTable: string;
}
export interface QueuesConfig {
  readonly queueUrls: Readonly<Record<QueueClass, string>>;
}
export interface DispatchConfig extends TasksConfig, QueuesConfig {
  readonly deadLettersUrl: string;
}
export interface PeopleConfig {
  readonly gitHub?: {
    /** `owner/name`. */
    readonly repo: string;
    /** Itself, or the secret that holds it. */
    readonly token: string | { readonly secretId: string };
    readonly apiUrl?: string;
  };
  readonly stopTopicArn?: string;
  /** Where the CLI's credential is renewed. */
  readonly credentialsFile: string;
  /** The secret that holds it instead. */
  readonly credentialsSecretId?: string;
}
export interface WebhookConfig {
  /** What callbacks are signed with, where the environment itself says it. */
  readonly secrets: readonly string[];
  /** The secret that holds it otherwise; none: nothing is signed. */
  readonly secretId: string | undefined;
}
export interface ExecutorConfig extends TasksConfig, QueuesConfig {
  readonly executorId: string;
  readonly stateDir: string;
  readonly cli: string;
  /** Which adapter speaks to it. */
  readonly cliKind: (typeof CLI_KINDS)[number];
  /** Names of further variables that the CLI may see. */
  readonly cliEnv: readonly string[];
  /** Who runs the CLI, if not the executor's own user. */
  readonly cliUser: { readonly uid: number; readonly gid: number } | undefined;
  /** The Node that starts programs, if not the executor's own: one that this user may run. */
  readonly spawnNode: string | undefined;
  /** The secret with the CLI's credential; none: it is in a file or the environment. */
  readonly cliSecretId: string | undefined;
  /** Of the agent that may be asked not to end this executor. */
  readonly agentUri: string | undefined;
  /** From SIGTERM to the end of the process, in milliseconds. */
  readonly stopTimeoutMs: number;
  /** All variables, of which the CLI's adapter passes on what is on its allow-list. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const common = (env: z.output<typeof Common>): CommonConfig => ({
  stage: env.STAGE,
  controlTable: env.CONTROL_TABLE,
  logLevel: env.CCSP_LOG_LEVEL,
  initialSettings: toInitialSettings(env),
});
const queues = (env: z.output<typeof Queues>): QueuesConfig => ({
  queueUrls: {
    urgent: env.QUEUE_URL_URGENT,
    high: env.QUEUE_URL_HIGH,
    normal: env.QUEUE_URL_NORMAL,
    scheduled: env.QUEUE_URL_SCHEDULED,
    low: env.QUEUE_URL_LOW,
  },
});

export const loadCommonConfig = (): CommonConfig => common(read(Common));

export function loadTasksConfig(): TasksConfig {
  const env = read(Common.extend(Tasks.shape));
  return { ...common(env), tasksTable: env.TASKS_TABLE };
}

export function loadTasksAndQueuesConfig(): TasksConfig & QueuesConfig {
  const env = read(Common.extend(Tasks.shape).extend(Queues.shape));
  return { ...common(env), ...queues(env), tasksTable: env.TASKS_TABLE };
}

export function loadDispatchConfig(): DispatchConfig {
  const env = read(
    Common.extend(Tasks.shape).extend(Queues.shape).extend(DeadLetters.shape),
  );
  return {
    ...common(env),
    ...queues(env),
    tasksTable: env.TASKS_TABLE,
    deadLettersUrl: env.QUEUE_URL_DEAD_LETTERS,
  };
}

/** Where it is kept what was done. */
export const loadUsageTable = (): string => read(Usage).USAGE_TABLE;

export function loadWebhookConfig(): WebhookConfig {
  const env = read(Webhooks);
  return {
    secrets: env.CCSP_WEBHOOK_SECRET,
    secretId: env.CCSP_WEBHOOK_SECRET_ARN,
  };
}

/** Where people are told, and what of. */
export function loadPeopleConfig(): PeopleConfig {
  const env = read(People.refine(...gitHubIsWhole));
  const { CCSP_GITHUB_REPO: repo } = env;
  const secretId = env.CCSP_GITHUB_TOKEN_SECRET_ARN;
  const token = env.CCSP_GITHUB_TOKEN ?? (secretId && { secretId });
  const apiUrl = env.CCSP_GITHUB_API_URL;
  return {
    credentialsFile: `${env.CCSP_STATE_DIR}/credentials.json`,
    ...(env.CCSP_CLI_SECRET_ARN !== undefined && {
      credentialsSecretId: env.CCSP_CLI_SECRET_ARN,
    }),
    ...(repo !== undefined &&
      token !== undefined && {
        gitHub: { repo, token, ...(apiUrl !== undefined && { apiUrl }) },
      }),
    ...(env.CCSP_STOP_TOPIC_ARN !== undefined && {
      stopTopicArn: env.CCSP_STOP_TOPIC_ARN,
    }),
  };
}

function userOf(text: string | undefined): ExecutorConfig["cliUser"] {
  const [uid, gid] = text?.split(":").map(Number) ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** Also what the executor's parts read later, so that one look tells a person all that is wrong. */
const WholeExecutor = z
  .object({
    ...Common.shape,
    ...Tasks.shape,
    ...Queues.shape,
    ...Usage.shape,
    ...Webhooks.shape,
    ...People.shape,
    ...Executor.shape,
  })
  .refine(...gitHubIsWhole);

export function loadExecutorConfig(): ExecutorConfig {
  const env = read(WholeExecutor);
  return {
    ...common(env),
    ...queues(env),
    tasksTable: env.TASKS_TABLE,
    executorId: env.CCSP_EXECUTOR_ID,
    stateDir: env.CCSP_STATE_DIR,
    cli: env.CCSP_CLI,
    cliKind: env.CCSP_CLI_KIND,
    cliEnv: env.CCSP_CLI_ENV,
    cliUser: userOf(env.CCSP_CLI_USER),
    spawnNode: env.CCSP_SPAWN_NODE,
    cliSecretId: env.CCSP_CLI_SECRET_ARN,
    agentUri: env.ECS_AGENT_URI,
    stopTimeoutMs: env.CCSP_STOP_TIMEOUT_MS,
    environment: { ...process.env },
  };
}
