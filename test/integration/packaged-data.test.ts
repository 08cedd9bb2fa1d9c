/** Queues and tables as they are deployed. */
import { beforeAll, describe, expect, it } from "vitest";
import { VISIBILITY_MS } from "../../shared/ports/task-queue.ts";
import {
  ofType,
  packaged,
  PACKAGES_WITHIN_MS,
  type PackagedTemplate,
} from "./harness/packaged.ts";

const DAY_SECONDS = 86_400;
const STAGES = ["local", "prod"] as const;

const templates = new Map<string, PackagedTemplate>();
beforeAll(async () => {
  for (const stage of STAGES) templates.set(stage, await packaged(stage));
}, PACKAGES_WITHIN_MS);

const at = (stage: string): PackagedTemplate => {
  const template = templates.get(stage);
  if (!template) throw new Error(`${stage} was not packaged`);
  return template;
};
const tags = (stage: string): unknown => [
  { Key: "service", Value: "ccsp" },
  { Key: "stage", Value: stage },
];

describe.each(STAGES)("On stage %s", (stage) => {
  it("a queue keeps a message for 14 days, encrypted, and hides it as long as the code counts on", () => {
    const queues = ofType(at(stage), "AWS::SQS::Queue");
    expect(queues).toHaveLength(6);
    for (const [, { Properties }] of queues)
      expect(Properties).toMatchObject({
        MessageRetentionPeriod: 14 * DAY_SECONDS,
        SqsManagedSseEnabled: true,
        VisibilityTimeout: VISIBILITY_MS / 1_000,
        Tags: tags(stage),
      });
  });

  it("a waiting queue leaves to the dead letters only what the table does not decide about", () => {
    const waiting = ofType(at(stage), "AWS::SQS::Queue").filter(
      ([id]) => id !== "DeadLetterQueue",
    );
    for (const [, { Properties }] of waiting)
      expect(Properties["RedrivePolicy"]).toEqual({
        deadLetterTargetArn: { "Fn::GetAtt": ["DeadLetterQueue", "Arn"] },
        maxReceiveCount: 1000,
      });
  });

  it("each queue refuses whoever speaks in the clear", () => {
    const policies = ofType(at(stage), "AWS::SQS::QueuePolicy");
    const refusals = policies.map(([, { Properties }]) => Properties);
    const queues = ofType(at(stage), "AWS::SQS::Queue").map(([id]) => id);
    expect(refusals).toEqual(
      expect.arrayContaining(
        queues.map((id) => ({
          Queues: [{ Ref: id }],
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: "RefusePlainHttp",
                Effect: "Deny",
                Principal: "*",
                Action: "sqs:*",
                Resource: { "Fn::GetAtt": [id, "Arn"] },
                Condition: { Bool: { "aws:SecureTransport": "false" } },
              },
            ],
          },
        })),
      ),
    );
  });

  it("a table is paid by request, forgets what expired, and is kept where data is", () => {
    const isKept = stage === "prod";
    const tables = ofType(at(stage), "AWS::DynamoDB::Table");
    expect(tables.length).toBeGreaterThanOrEqual(3);
    for (const [id, table] of tables)
      expect({ id, ...table }).toMatchObject({
        DeletionPolicy: isKept ? "Retain" : "Delete",
        UpdateReplacePolicy: isKept ? "Retain" : "Delete",
        Properties: {
          BillingMode: "PAY_PER_REQUEST",
          DeletionProtectionEnabled: isKept,
          PointInTimeRecoverySpecification: {
            PointInTimeRecoveryEnabled: isKept,
          },
          TimeToLiveSpecification: {
            AttributeName: "expiresAt",
            Enabled: true,
          },
          Tags: tags(stage),
        },
      });
  });
});
