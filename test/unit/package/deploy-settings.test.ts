import { expect, it } from "vitest";
import { problemsOfDeployment } from "../../../infra/package/deploy-settings.ts";

const to = (stage: string) => ({ stage, region: "us-gov-east-1" });

it("Nothing has to be set", () => {
  expect(problemsOfDeployment(to("prod"), {})).toEqual([]);
});

it("An empty variable is one that is not set", () => {
  expect(problemsOfDeployment(to("dev"), { CCSP_EXECUTOR_CPU: "" })).toEqual(
    [],
  );
});

it("What fits is taken", () => {
  const env = {
    CCSP_EXECUTOR_CPU: "256",
    CCSP_EXECUTOR_MEMORY: "512",
    CCSP_MIN_EXECUTORS: "4",
    CCSP_SUBNET_IDS: "subnet-0a1b2c3d,subnet-0a1b2c3e",
    CCSP_SECURITY_GROUP_IDS: "sg-0a1b2c3d",
    CCSP_GITHUB_REPO: "acme/desk",
  };
  expect(problemsOfDeployment(to("prod"), env)).toEqual([]);
});

it("Every problem is named at once", () => {
  const problems = problemsOfDeployment(
    { stage: "production", region: "nowhere" },
    {
      CCSP_EXECUTOR_CPU: "1000",
      CCSP_MAX_EXECUTORS: "0",
      CCSP_MIN_EXECUTORS: "007",
      CCSP_SUBNET_IDS: "mine",
      CCSP_GITHUB_REPO: "acme",
      CCSP_MAX_TURNS: "many",
      CCSP_ALARM_EMAIL: "me",
      CCSP_CLI_ENV: "AWS_PROFILE",
      CCSP_LOG_LEVEL: "loud",
      CCSP_CONCURENCY: "3",
    },
  );
  expect(problems.map((problem) => problem.split(":")[0]).toSorted()).toEqual([
    "--region, AWS_REGION",
    "--stage",
    "CCSP_ALARM_EMAIL",
    "CCSP_CLI_ENV",
    "CCSP_CONCURENCY",
    "CCSP_EXECUTOR_CPU",
    "CCSP_GITHUB_REPO",
    "CCSP_LOG_LEVEL",
    "CCSP_MAX_EXECUTORS",
    "CCSP_MAX_TURNS",
    "CCSP_MIN_EXECUTORS",
    "CCSP_SUBNET_IDS",
    "CCSP_SUBNET_IDS, CCSP_SECURITY_GROUP_IDS",
  ]);
});

it.each([
  [{ CCSP_EXECUTOR_MEMORY: "1024" }, "CCSP_EXECUTOR_CPU 1024 Fargate gives"],
  [{ CCSP_MIN_EXECUTORS: "5" }, "not be above CCSP_MAX_EXECUTORS"],
  [{ CCSP_SUBNET_IDS: "subnet-0a1b2c3d" }, "both or none"],
])("What does not go together is refused: %j", (env, problem) => {
  expect(problemsOfDeployment(to("prod"), env)).toEqual([
    expect.stringContaining(problem),
  ]);
});

it("What does not go together is named beside what is wrong by itself", () => {
  const env = {
    CCSP_CONCURRENCY: "many",
    CCSP_EXECUTOR_MEMORY: "1024",
    CCSP_MIN_EXECUTORS: "5",
  };
  expect(problemsOfDeployment(to("prod"), env)).toEqual([
    expect.stringContaining("CCSP_CONCURRENCY: must be"),
    expect.stringContaining("CCSP_EXECUTOR_CPU 1024 Fargate gives"),
    expect.stringContaining("not be above CCSP_MAX_EXECUTORS"),
  ]);
});

it("No stage needs the issues' token: what is deployed reads it from its secret", () => {
  const env = { CCSP_GITHUB_REPO: "acme/desk" };
  expect(problemsOfDeployment(to("local"), env)).toEqual([]);
  expect(problemsOfDeployment(to("prod"), env)).toEqual([]);
});
