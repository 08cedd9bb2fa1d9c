/** The executor as ECS runs it: one process, and another one when that ends. */
import { join } from "node:path";
import { type Child, startChild } from "../../../infra/local/child.ts";
import {
  executorEnvironment,
  serviceEnvironment,
} from "../../../infra/local/environment.ts";
import type { StackResources } from "./stack-resources.ts";
import type { AwsEnvironment } from "./start.ts";

const PROJECT = new URL("../../../", import.meta.url);
const CLI = new URL("../../fixtures/cli/login-claude.mjs", import.meta.url);

export interface ExecutorService {
  /** How each process that has ended did. */
  readonly ends: readonly string[];
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
}): Promise<ExecutorService> {
  const { aws, stack, stateDir, loginFile } = place;
  const files = {
    LOGIN_FILE: loginFile,
    ANSWERED_FILE: join(stateDir, "answered"),
  };
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
      CCSP_CLI_ENV: Object.keys(files).join(),
    },
    {
      sqsEndpoint: aws.AWS_ENDPOINT_URL,
      dynamodbEndpoint: aws.AWS_ENDPOINT_URL,
    },
    stack,
  );
  const ends: string[] = [];
  let isStopping = false;
  let current: Child;
  const start = (): Child => {
    const id = `deployed-${ends.length + 1}`;
    const child = startChild({
      name: "executor",
      file: new URL("functions/executor/main.ts", PROJECT),
      args: [],
      cwd: PROJECT,
      env: executorEnvironment(service, settings, id),
      logFile: join(stateDir, "executor.log"),
    });
    void child.ended.then((how) => {
      ends.push(how);
      if (!isStopping) current = start();
    });
    return child;
  };
  current = start();
  await Promise.race([
    current.said("ready"),
    current.ended.then((how) => {
      isStopping = true;
      throw new Error(
        [`the executor ended (${how})`, ...current.lastWords()].join("\n"),
      );
    }),
  ]);
  return {
    ends,
    stop: async () => {
      isStopping = true;
      current.terminate();
      await current.ended;
    },
  };
}
