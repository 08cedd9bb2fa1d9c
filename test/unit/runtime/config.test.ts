import { BUILT_IN_SETTINGS } from "../../../shared/domain/settings.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  loadCommonConfig,
  loadDispatchConfig,
  loadExecutorConfig,
  loadPeopleConfig,
  loadTasksAndQueuesConfig,
  loadTasksConfig,
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

  it.each([
    [{ CCSP_GITHUB_TOKEN: "" }, /CCSP_GITHUB_TOKEN.*CCSP_GITHUB_REPO/],
    [
      { CCSP_GITHUB_REPO: "acme" },
      /must read owner\/name\s+.*CCSP_GITHUB_REPO/,
    ],
    [{ CCSP_GITHUB_API_URL: "github" }, /http or https.*\s.*_API_URL/],
    [{ CCSP_CLI_SECRET_ARN: "cli" }, /Secrets Manager\s.*CCSP_CLI_SECRET_ARN/],
    [{ CCSP_STOP_TOPIC_ARN: "stops" }, /the ARN of an SNS topic\s+.*TOPIC_ARN/],
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
    for (const name of [
      "STAGE",
      "TASKS_TABLE",
      "QUEUE_URL_LOW",
      "CCSP_CONCURRENCY",
      "CCSP_LOG_LEVEL",
      "CCSP_CLI_ENV",
      "USAGE_TABLE",
      "CCSP_WEBHOOK_SECRET",
      "CCSP_STOP_TOPIC_ARN",
      "CCSP_GITHUB_TOKEN",
    ])
      expect(message).toContain(name);
  });

  it("is enough for who needs less", () => {
    setEnv({ ...WHOLE, TASKS_TABLE: undefined, CCSP_CLI: undefined });
    expect(() => loadCommonConfig()).not.toThrow();
    expect(() => loadTasksConfig()).toThrow("TASKS_TABLE");
  });
});
