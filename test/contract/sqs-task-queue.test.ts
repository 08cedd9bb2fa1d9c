import { setTimeout } from "node:timers/promises";
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsTaskQueue } from "../../shared/adapters/sqs/task-queue.ts";
import type { QueueClass } from "../../shared/domain/task.ts";
import { CLOSED, type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { newTaskId } from "../builders/task.ts";
import { taskQueueContract } from "./task-queue.contract.ts";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(async () => {
  await aws.stop();
});

const putText = async (
  queueClass: QueueClass,
  MessageBody: string,
): Promise<void> => {
  const sqs = new SQSClient({ ...aws.sqs, useQueueUrlAsEndpoint: false });
  const QueueUrl = aws.queueUrls[queueClass];
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  sqs.destroy();
};

taskQueueContract("sqsTaskQueue", async () => ({
  queue: sqsTaskQueue(aws.queueUrls, aws.sqs),
  pass: (ms) => setTimeout(ms),
  lateMs: aws.sqsLateMs,
  putGarbage: (queueClass) => putText(queueClass, "{"),
  dispose: async () => {},
}));

describe("a message in SQS", () => {
  it.each([
    ["is not JSON", "hello"],
    ["is no object", "null"],
    ["has no task id", JSON.stringify({ dispatchId: "d" })],
    ["has another id", JSON.stringify({ taskId: "7", dispatchId: "d" })],
    ["has no dispatch id", JSON.stringify({ taskId: newTaskId() })],
  ])("is no pointer when its body %s", async (_, body) => {
    const queue = sqsTaskQueue(aws.queueUrls, aws.sqs);
    await putText("low", body);
    const message = await queue.receive("low", 0);
    expect(message?.receipt).toMatch(/./);
    expect(message?.pointer).toBeUndefined();
    await queue.remove(message!);
  });
});

describe("a message of another version", () => {
  const pointer = () => ({ taskId: newTaskId(), dispatchId: "d" });

  it.each([
    ["an older one, which did not say so", {}],
    ["a newer one, which says more", { v: 7, colour: "red" }],
    ["a newer one that this one may read", { v: 7, minV: 1 }],
  ])("is read: %s", async (_, more) => {
    const queue = sqsTaskQueue(aws.queueUrls, aws.sqs);
    const sent = pointer();
    await putText("low", JSON.stringify({ ...sent, ...more }));
    const message = await queue.receive("low", 0);
    expect(message?.pointer).toEqual(sent);
    await queue.remove(message!);
  });

  it("is left to newer ones when only they may read it", async () => {
    const queue = sqsTaskQueue(aws.queueUrls, aws.sqs);
    const body = JSON.stringify({ ...pointer(), v: 7, minV: 7 });
    await putText("low", body);
    expect(await queue.receive("low", 0)).toBeUndefined();
    const sqs = new SQSClient({ ...aws.sqs, useQueueUrlAsEndpoint: false });
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: aws.queueUrls.low,
        AttributeNames: ["ApproximateNumberOfMessagesNotVisible"],
      }),
    );
    sqs.destroy();
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessagesNotVisible: "1",
    });
  });

  it("says which one that was", async () => {
    const queue = sqsTaskQueue(aws.queueUrls, aws.sqs);
    const sent = pointer();
    const more = { queueClass: "high", agent: "alice", delayMs: 0 } as const;
    await queue.send({ ...sent, ...more });
    const sqs = new SQSClient({ ...aws.sqs, useQueueUrlAsEndpoint: false });
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: aws.queueUrls.high }),
    );
    sqs.destroy();
    expect(JSON.parse(Messages[0]?.Body ?? "")).toEqual({ v: 1, ...sent });
  });
});

describe("a queue that does not answer", () => {
  it("is a QueueError with its cause", async () => {
    const away = sqsTaskQueue(aws.queueUrls, CLOSED);
    const message = {
      queueClass: "low",
      pointer: undefined,
      receipt: "r",
    } as const;
    const announcement = {
      taskId: newTaskId(),
      dispatchId: "d",
      queueClass: "low",
      agent: "alice",
      delayMs: 0,
    } as const;
    for (const call of [
      () => away.send(announcement),
      () => away.sendBatch("low", [announcement]),
      () => away.receive("low", 0),
      () => away.remove(message),
      () => away.hide(message, 0),
      () => away.ping(),
    ])
      await expect(call()).rejects.toMatchObject({
        name: "QueueError",
        code: "QUEUE_UNAVAILABLE",
        cause: { code: "ECONNREFUSED" },
      });
  });
});
