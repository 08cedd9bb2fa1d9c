import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { QueueUrls } from "../../shared/adapters/sqs/task-queue.ts";
import { createResources } from "../../infra/local/resources.ts";
import { startTestEmulators } from "./emulators.ts";

/** The settings that every client of the local stack needs. */
export type LocalSettings = Pick<
  DynamoDBClientConfig,
  "region" | "credentials" | "endpoint" | "maxAttempts" | "requestHandler"
>;

export interface LocalAws {
  readonly sqs: LocalSettings;
  readonly dynamodb: LocalSettings;
  readonly queueUrls: QueueUrls;
  readonly tasksTable: string;
  readonly controlTable: string;
  readonly usageTable: string;
  /** How much later than its time this SQS may give a message. */
  readonly sqsLateMs: number;
  stop(): Promise<void>;
}

const settingsOf = (endpoint: string): LocalSettings => ({
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  endpoint,
});

/** Nobody listens there. */
export const CLOSED: LocalSettings = {
  ...settingsOf("http://127.0.0.1:1"),
  maxAttempts: 1,
};

/** Queues and tables of the caller's own, as infra/resources describes them. */
export async function startLocalAws(): Promise<LocalAws> {
  const emulators = await startTestEmulators();
  const naming = { service: "ccsp", stage: emulators.stage("local") };
  const { queueUrls, tableNames } = await createResources(emulators, naming);
  const urlOf = (queue: string): string => queueUrls[queue]!;
  return {
    sqs: settingsOf(emulators.sqsEndpoint),
    dynamodb: {
      ...settingsOf(emulators.dynamodbEndpoint),
      // Not the service's own limits, within which a busy machine's table need not answer many at once.
      requestHandler: { requestTimeout: 60_000 },
    },
    queueUrls: {
      urgent: urlOf("UrgentQueue"),
      high: urlOf("HighQueue"),
      normal: urlOf("NormalQueue"),
      scheduled: urlOf("ScheduledQueue"),
      low: urlOf("LowQueue"),
    },
    tasksTable: tableNames["TasksTable"]!,
    controlTable: tableNames["ControlTable"]!,
    usageTable: tableNames["UsageTable"]!,
    sqsLateMs: emulators.sqsLateMs ?? 0,
    stop: () => emulators.stop(),
  };
}
