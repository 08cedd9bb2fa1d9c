import {
  CreateTopicCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snsPublishNotice } from "../../shared/adapters/sns/publish-notice.ts";
import { NoticeError } from "../../shared/ports/notices.ts";
import { CLOSED, type LocalAws, startLocalAws } from "../builders/local-aws.ts";

let aws: LocalAws;
let topicArn: string;
beforeAll(async () => {
  aws = await startLocalAws();
  const sns = new SNSClient(aws.sqs);
  const topic = await sns.send(new CreateTopicCommand({ Name: "stops" }));
  topicArn = topic.TopicArn!;
  // Any queue will do to see what arrives.
  const Endpoint = "arn:aws:sqs:us-east-1:000000000000:ccsp-local-low";
  await sns.send(
    new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint }),
  );
  sns.destroy();
});
afterAll(() => aws.stop());

describe("a notice on an SNS topic", () => {
  it("arrives with its subject in ASCII and its text as it is", async () => {
    const subject = `CCSP (prod): emergency – stop\n${"x".repeat(200)}`;
    await snsPublishNotice(topicArn, aws.sqs)({ subject, text: "Größe ☃" });
    const sqs = new SQSClient({ ...aws.sqs, useQueueUrlAsEndpoint: false });
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: aws.queueUrls.low,
        WaitTimeSeconds: 5,
      }),
    );
    sqs.destroy();
    const body = JSON.parse(Messages![0]!.Body!) as Record<string, string>;
    expect(body["Message"]).toBe("Größe ☃");
    expect(body["Subject"]).toMatch(/^CCSP \(prod\): emergency \? stop\?x+$/);
    expect(body["Subject"]).toHaveLength(100);
  });

  it("is refused with an error of ours when nobody takes it", async () => {
    const publish = snsPublishNotice(topicArn, CLOSED);
    await expect(publish({ subject: "s", text: "t" })).rejects.toThrow(
      NoticeError,
    );
  });
});
