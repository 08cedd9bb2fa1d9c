import { BUILT_IN_SETTINGS } from "../../../shared/domain/settings.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  loadCommonConfig,
  loadDispatchConfig,
  loadExecutorConfig,
  loadPeopleConfig,
  loadTasksAndQueuesConfig,
  loadTasksConfig,
  loadWebhookConfig,
} from "../../../shared/runtime/config.ts";

const WHOLE = {
  STAGE: "test",
  CONTROL_TABLE: "control",
  TASKS_TABLE: "tasks",
  USAGE_TABLE: "usage",
  AWS_EMF_ENVIRONMENT: "Local",
  CCSP_LOG_LEVEL: undefined,
  QUEUE_URL_URGENT: "http://q/urgent",
  QUEUE_URL_HIGH: "http://q/high",
  QUEUE_URL_NORMAL: "http://q/normal",
  QUEUE_URL_SCHEDULED: "http://q/scheduled",
  QUEUE_URL_LOW: "http://q/low",
  QUEUE_URL_DEAD_LETTERS: "http://q/dead-letters",
  CCSP_EXECUTOR_ID: "e",
  CCSP_STATE_DIR: "/state",
  CCSP_CLI: "claude",
};

const setEnv = (env: Readonly<Record<string, string | undefined>>) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
};
afterEach(() => vi.unstubAllEnvs());

describe("a complete environment", () => {
  it("is read by every deployable", () => {
    setEnv(WHOLE);
    expect(loadCommonConfig()).toStrictEqual({
      stage: "test",
      controlTable: "control",
      logLevel: "info",
      initialSettings: BUILT_IN_SETTINGS,
    });
    expect(loadTasksConfig()).toMatchObject({ tasksTable: "tasks" });
    expect(loadTasksAndQueuesConfig().queueUrls.urgent).toBe("http://q/urgent");
    expect(loadDispatchConfig()).toMatchObject({
      tasksTable: "tasks",
      queueUrls: { low: "http://q/low" },
      deadLettersUrl: "http://q/dead-letters",
    });
    expect(loadExecutorConfig()).toMatchObject({
      cliEnv: [],
      executorId: "e",
    });
  });

  it("may name variables for the CLI by commas and spaces", () => {
    setEnv({ ...WHOLE, CCSP_CLI_ENV: "A_B, C  _D," });
    expect(loadExecutorConfig().cliEnv).toStrictEqual(["A_B", "C", "_D"]);
  });
});

describe("where people are told", () => {
  const gitHub = {
    CCSP_GITHUB_REPO: "acme/ccsp-desk",
    CCSP_GITHUB_TOKEN: "github_pat_1",
  };

  it("is nowhere unless it is said", () => {
    setEnv({ ...WHOLE, CCSP_STATE_DIR: undefined, CCSP_GITHUB_REPO: "" });
    expect(loadPeopleConfig()).toStrictEqual({
      credentialsFile: ".ccsp/credentials.json",
    });
  });

  it("is a repository, on github.com or elsewhere, and a topic", () => {
    setEnv({ ...WHOLE, ...gitHub });
    const { CCSP_GITHUB_REPO: repo, CCSP_GITHUB_TOKEN: token } = gitHub;
    expect(loadPeopleConfig().gitHub).toStrictEqual({ repo, token });
    const apiUrl = "https://github.example/api/v3";
    const stopTopicArn = "arn:aws:sns:eu-west-1:123456789012:stops";
    setEnv({ CCSP_GITHUB_API_URL: apiUrl, CCSP_STOP_TOPIC_ARN: stopTopicArn });
    expect(loadPeopleConfig()).toStrictEqual({
      credentialsFile: "/state/credentials.json",
      gitHub: { repo, token, apiUrl },
      stopTopicArn,
    });
  });

  it("may name the secrets that hold token and login", () => {
    const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-b1";
    setEnv({
      ...WHOLE,
      CCSP_GITHUB_REPO: "acme/ccsp-desk",
      CCSP_GITHUB_TOKEN: "",
      CCSP_GITHUB_TOKEN_SECRET_ARN: arn,
      CCSP_CLI_SECRET_ARN: arn,
    });
    expect(loadPeopleConfig()).toMatchObject({
      gitHub: { token: { secretId: arn } },
      credentialsSecretId: arn,
    });
  });

  it("may name the secret that callbacks are signed with", () => {
    const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-b1";
    setEnv({ CCSP_WEBHOOK_SECRET: "", CCSP_WEBHOOK_SECRET_ARN: arn });
    expect(loadWebhookConfig()).toEqual({ secrets: [], secretId: arn });
    setEnv({ CCSP_WEBHOOK_SECRET_ARN: "webhook" });
    expect(loadWebhookConfig).toThrow(
      /CCSP_WEBHOOK_SECRET_ARN: must be the ARN of a secret/,
    );
  });

  it.each([
    [{ CCSP_GITHUB_TOKEN: "" }, /CCSP_GITHUB_TOKEN.*CCSP_GITHUB_REPO/],
    [{ CCSP_GITHUB_REPO: "acme" }, /CCSP_GITHUB_REPO: must read owner\/name/],
    [{ CCSP_GITHUB_API_URL: "github" }, /_API_URL: must be an http or https/],
    [{ CCSP_CLI_SECRET_ARN: "cli" }, /CCSP_CLI_SECRET_ARN: .*Secrets Manager/],
    [
      { CCSP_STOP_TOPIC_ARN: "stops" },
      /_TOPIC_ARN: must be the ARN of an SNS topic/,
    ],
  ])("is refused when it is wrong: %j", (wrong, problem) => {
    setEnv({ ...WHOLE, ...gitHub, ...wrong });
    expect(loadPeopleConfig).toThrow(problem);
  });
});

describe("an incomplete one", () => {
  it("is refused with all that is wrong at once", () => {
    setEnv({
      ...WHOLE,
      STAGE: "",
      TASKS_TABLE: undefined,
      QUEUE_URL_LOW: "low",
      CCSP_CONCURRENCY: "many",
      CCSP_LOG_LEVEL: "loud",
      CCSP_CLI_ENV: "GITHUB_TOKEN",
      CCSP_STOP_TIMEOUT_MS: "1e9",
      USAGE_TABLE: "",
      CCSP_WEBHOOK_SECRET: "secret",
      CCSP_STOP_TOPIC_ARN: "stops",
      CCSP_GITHUB_REPO: "acme/ccsp-desk",
      CCSP_GITHUB_TOKEN: "",
    });
    let message = "";
    try {
      loadExecutorConfig();
    } catch (error) {
      message = String(error);
    }
    for (const problem of [
      "STAGE: is needed",
      "TASKS_TABLE: is needed",
      "QUEUE_URL_LOW: must be",
      "CCSP_CONCURRENCY: must be",
      "CCSP_LOG_LEVEL: must be",
      "CCSP_CLI_ENV: must not name",
      "CCSP_STOP_TIMEOUT_MS: must be",
      "USAGE_TABLE: is needed",
      "CCSP_WEBHOOK_SECRET: must be",
      "CCSP_STOP_TOPIC_ARN: must be",
      "CCSP_GITHUB_TOKEN: is needed",
    ])
      expect(message).toContain(`\n${problem}`);
  });

  it("is enough for who needs less", () => {
    setEnv({ ...WHOLE, TASKS_TABLE: undefined, CCSP_CLI: undefined });
    expect(() => loadCommonConfig()).not.toThrow();
    expect(() => loadTasksConfig()).toThrow("TASKS_TABLE");
  });
});
