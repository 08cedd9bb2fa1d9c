/** The stack's resources by LocalStack's CloudFormation, and its schedules by LocalStack's EventBridge. */
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import {
  type PackagedTemplate,
  packagedTemplate,
} from "./packaged-template.ts";

/** What is deployed: LocalStack refuses a type that it does not know. */
const DEPLOYED = [
  "AWS::SQS::Queue",
  "AWS::SQS::QueuePolicy",
  "AWS::SNS::Topic",
];

/** What is not, and why. A type that is in neither list fails the test. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  "AWS::DynamoDB::Table": "wants a download; the lane of DynamoDB Local has it",
  "AWS::Events::Rule": "its target is a function; its schedule is tested below",
  "AWS::IAM::Role":
    "nothing is checked by it here; MiniStack holds callers to it",
  "AWS::Logs::LogGroup": "belongs to a function",
  "AWS::S3::Bucket": "the framework's own",
  "AWS::S3::BucketPolicy": "the framework's own",
};
/** Need Docker, or more than the community's edition. */
const LEFT_OUT_SERVICES =
  /^AWS::(Lambda|ApiGatewayV2|ECS|EC2|ApplicationAutoScaling|CloudWatch|SecretsManager)::/;

const settings = {
  endpoint: inject("emulators")?.sqsEndpoint ?? "",
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
} as const;
const clients = {
  stacks: new CloudFormationClient(settings),
  events: new EventBridgeClient(settings),
  sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
};
afterAll(() => {
  for (const client of Object.values(clients)) client.destroy();
});

let template: PackagedTemplate;
beforeAll(async () => {
  template = await packagedTemplate();
});

it("every type of the stack is deployed here, or left out for a written reason", () => {
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  const unknown = types.filter(
    (type) =>
      !DEPLOYED.includes(type) &&
      !(type in LEFT_OUT) &&
      !LEFT_OUT_SERVICES.test(type),
  );
  expect(unknown).toEqual([]);
});

it("CloudFormation makes queues, their policies and the topic as we describe them", async () => {
  const kept = Object.entries(template.Resources).filter(([, { Type }]) =>
    DEPLOYED.includes(Type),
  );
  // Names of its own: the queues of stage local may be there already, made by `npm run localstack` (service.test.ts).
  const StackName = `ccsp-${randomUUID().slice(0, 8)}`;
  const TemplateBody = JSON.stringify({
    Resources: Object.fromEntries(kept),
  }).replaceAll("ccsp-local-", `${StackName}-`);
  await clients.stacks.send(
    new CreateStackCommand({ StackName, TemplateBody }),
  );
  expect(await settled(StackName)).toEqual(["CREATE_COMPLETE", undefined]);
  const { StackResources = [] } = await clients.stacks.send(
    new DescribeStackResourcesCommand({ StackName }),
  );
  expect(StackResources).toHaveLength(kept.length);

  const queue = StackResources.find(
    ({ LogicalResourceId }) => LogicalResourceId === "NormalQueue",
  );
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queue?.PhysicalResourceId,
      AttributeNames: ["All"],
    }),
  );
  expect(Attributes).toMatchObject({
    VisibilityTimeout: "30",
    MessageRetentionPeriod: "1209600",
    MaximumMessageSize: "1048576",
    Policy: expect.stringContaining("aws:SecureTransport"),
  });
  expect(JSON.parse(Attributes.RedrivePolicy ?? "{}")).toMatchObject({
    deadLetterTargetArn: expect.stringMatching(`:${StackName}-dead-letters$`),
    maxReceiveCount: 1_000,
  });
});

async function settled(StackName: string): Promise<readonly unknown[]> {
  for (;;) {
    const { Stacks } = await clients.stacks.send(
      new DescribeStacksCommand({ StackName }),
    );
    const { StackStatus = "", StackStatusReason } = Stacks?.[0] ?? {};
    if (!StackStatus.endsWith("_IN_PROGRESS"))
      return [StackStatus, StackStatusReason];
    await sleep(200);
  }
}

it("EventBridge takes each schedule of ours, and goes by it", async () => {
  const rules = Object.entries(template.Resources).filter(
    ([, { Type }]) => Type === "AWS::Events::Rule",
  );
  expect(rules).toHaveLength(2);
  const { QueueUrl } = await clients.sqs.send(
    new CreateQueueCommand({ QueueName: "fired" }),
  );
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  for (const [Name, { Properties }] of rules) {
    const ScheduleExpression = String(Properties["ScheduleExpression"]);
    await clients.events.send(new PutRuleCommand({ Name, ScheduleExpression }));
    const target = {
      Id: "queue",
      Arn: Attributes?.QueueArn,
      Input: JSON.stringify({ Name }),
    };
    await clients.events.send(
      new PutTargetsCommand({ Rule: Name, Targets: [target] }),
    );
  }
  const fired = new Set<string>();
  while (fired.size < rules.length) {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }),
    );
    for (const { Body } of Messages) fired.add(Body ?? "");
  }
  expect(fired).toEqual(
    new Set(rules.map(([Name]) => JSON.stringify({ Name }))),
  );
});
