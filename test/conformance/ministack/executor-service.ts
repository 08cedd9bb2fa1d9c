/** The executor as ECS runs it: one process, another one when that ends, and a new version beside the old one. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Child, startChild } from "../../../infra/local/child.ts";
import {
  executorEnvironment,
  serviceEnvironment,
} from "../../../infra/local/environment.ts";
import { executorCredentials } from "./executor-role.ts";
import type { StackResources } from "./stack-resources.ts";
import type { AwsEnvironment } from "./start.ts";

const CLI = new URL("../../fixtures/cli/login-claude.mjs", import.meta.url);

/** What ECS gives it (infra/resources/executor/service.yml). */
const CCSP_STOP_TIMEOUT_MS = "115000";

export interface ExecutorService {
  /** How each process that has ended did. */
  readonly ends: readonly string[];
  /**
   * Starts the one of this folder, then asks the old one to end: as a deployment does.
   *
   * @returns how the old one ended
   */
  replace(project: string): Promise<string>;
  /** No other one is started. */
  stop(): Promise<void>;
}

/** @returns when the first one is ready */
export async function runExecutors(place: {
  readonly aws: AwsEnvironment;
  readonly stack: StackResources;
  readonly stateDir: string;
  /** The CLI has a login while it is there. */
  readonly loginFile: string;
  /** Notes what each CLI was started with. */
  readonly answeredFile: string;
  /** The folder of the version that runs first. */
  readonly project: string;
}): Promise<ExecutorService> {
  const { aws, stack, stateDir, loginFile, answeredFile } = place;
  const files = { LOGIN_FILE: loginFile, ANSWERED_FILE: answeredFile };
  const settings = {
    stateDir,
    port: 0,
    cli: { file: CLI.pathname, simulated: true },
    concurrency: 2,
    logLevel: "info",
  };
  const service = serviceEnvironment(
    {
      ...process.env,
      ...aws,
      ...files,
      CCSP_WEBHOOK_SECRET_ARN: stack.webhookSecretArn,
      CCSP_ALLOW_PRIVATE_CALLBACKS: "true",
      CCSP_CLI_ENV: Object.keys(files).join(),
    },
    {
      sqsEndpoint: aws.AWS_ENDPOINT_URL,
      dynamodbEndpoint: aws.AWS_ENDPOINT_URL,
    },
    stack,
  );
  const ownRights = await executorCredentials(aws);
  const ends: string[] = [];
  let { project } = place;
  let isStopping = false;
  let started = 0;
  let current: Child;
  const start = (): Child => {
    started += 1;
    const cwd = pathToFileURL(join(project, "/"));
    const env = executorEnvironment(service, settings, `deployed-${started}`);
    const child = startChild({
      name: "executor",
      file: new URL("functions/executor/main.ts", cwd),
      args: [],
      cwd,
      env: { ...env, ...ownRights, CCSP_STOP_TIMEOUT_MS },
      logFile: join(stateDir, "executor.log"),
    });
    void child.ended.then((how) => {
      ends.push(how);
      if (!isStopping && child === current) current = start();
    });
    return child;
  };
  const ready = async (child: Child): Promise<void> => {
    const how = await Promise.race([child.said("ready"), child.ended]);
    if (how === undefined) return;
    isStopping = true;
    throw new Error(
      [`the executor ended (${how})`, ...child.lastWords()].join("\n"),
    );
  };
  current = start();
  await ready(current);
  return {
    ends,
    replace: async (next) => {
      const old = current;
      project = next;
      current = start();
      await ready(current);
      old.terminate();
      return old.ended;
    },
    stop: async () => {
      isStopping = true;
      current.terminate();
      // Its polls may be in flight for long, and nobody waits for what they bring.
      await Promise.race([current.said("drained"), current.ended]);
      current.kill();
      await current.ended;
    },
  };
}
