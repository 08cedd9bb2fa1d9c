import { randomUUID } from "node:crypto";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsDeadMessages } from "../../shared/adapters/sqs/dead-messages.ts";
import { CLOSED, type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { deadMessagesContract } from "./dead-messages.contract.ts";

let aws: LocalAws;
let sqs: SQSClient;
beforeAll(async () => {
  aws = await startLocalAws();
  sqs = new SQSClient({ ...aws.sqs, useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  sqs.destroy();
  await aws.stop();
});

const newQueue = async (
  name: string,
  Attributes: Record<string, string> = {},
): Promise<string> => {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes }),
  );
  return QueueUrl!;
};

const arnOf = async (QueueUrl: string): Promise<string> => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  return Attributes!.QueueArn!;
};

deadMessagesContract("sqsDeadMessages", async () => {
  const url = await newQueue("dead");
  const QueueUrl = await newQueue("waiting", {
    VisibilityTimeout: "0",
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: await arnOf(url),
      maxReceiveCount: 1,
    }),
  });
  /** The second time that a message would be received it is moved instead. */
  const receiveAll = () =>
    sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return {
    dead: sqsDeadMessages(url, aws.sqs),
    async giveUp(...bodies) {
      for (const MessageBody of bodies) {
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
        await receiveAll();
        await receiveAll();
      }
    },
    dispose: async () => {},
  };
});

it("What only a newer version may read stays among the dead letters", async () => {
  const QueueUrl = await newQueue("of-newer");
  const message = { taskId: randomUUID(), dispatchId: "d", v: 2, minV: 2 };
  const MessageBody = JSON.stringify(message);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  expect(await sqsDeadMessages(QueueUrl, aws.sqs).receive(10)).toEqual([]);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessagesNotVisible: "1",
  });
});

describe("a dead-letter queue that does not answer", () => {
  it("is a QueueError with its cause", async () => {
    const away = sqsDeadMessages("http://127.0.0.1:1/0/dead", CLOSED);
    const message = {
      pointer: undefined,
      messageId: "m",
      bytes: 0,
      receipt: "r",
    };
    for (const call of [() => away.receive(1), () => away.remove(message)])
      await expect(call()).rejects.toMatchObject({
        name: "QueueError",
        code: "QUEUE_UNAVAILABLE",
        cause: { code: "ECONNREFUSED" },
      });
  });
});
