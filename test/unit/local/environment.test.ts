import { describe, expect, it } from "vitest";
import {
  executorEnvironment,
  ownEnvironment,
  serviceEnvironment,
} from "../../../infra/local/environment.ts";

const user = {
  HOME: "/home/me",
  ANTHROPIC_API_KEY: "key",
  AWS_PROFILE: "production",
  AWS_SESSION_TOKEN: "real",
  AWS_ENDPOINT_URL: "https://real",
  CCSP_RUN: "another stack's",
  CCSP_LOG_LEVEL: "",
};
const own = ownEnvironment(user, "instance");
const service = serviceEnvironment(
  own,
  { sqsEndpoint: "http://sqs", dynamodbEndpoint: "http://dynamodb" },
  {
    queueUrls: { UrgentQueue: "http://sqs/u", DeadLetterQueue: "http://sqs/d" },
    tableNames: { TasksTable: "tasks" },
  },
);

describe("the children's environment", () => {
  it("keeps what is the user's, but no trace of a real account or another stack", () => {
    expect(own).toEqual({
      HOME: "/home/me",
      ANTHROPIC_API_KEY: "key",
      CCSP_RUN: "instance-stack",
    });
  });

  it("names queues and tables, and leads every AWS client to the emulators", () => {
    expect(service).toEqual({
      ...own,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_EMF_ENVIRONMENT: "Local",
      AWS_ENDPOINT_URL_SQS: "http://sqs",
      AWS_ENDPOINT_URL_DYNAMODB: "http://dynamodb",
      STAGE: "local",
      TASKS_TABLE: "tasks",
      QUEUE_URL_URGENT: "http://sqs/u",
      QUEUE_URL_DEAD_LETTERS: "http://sqs/d",
    });
  });

  it("tells the executor who it is and what the user chose", () => {
    const settings = {
      stateDir: "/state",
      port: 3001,
      cli: { file: "/bin/claude", simulated: false },
      concurrency: 3,
      logLevel: "debug",
    };
    expect(executorEnvironment(service, settings, "instance-1")).toEqual({
      ...service,
      CCSP_STATE_DIR: "/state",
      CCSP_CLI: "/bin/claude",
      CCSP_CONCURRENCY: "3",
      CCSP_LOG_LEVEL: "debug",
      CCSP_EXECUTOR_ID: "instance-1",
      CCSP_STOP_TIMEOUT_MS: "10000",
    });
  });
});
