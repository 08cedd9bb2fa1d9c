/** The five waiting queues in SQS. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import type { QueueClass, TaskId } from "../../domain/task.ts";
import { QueueError, type TaskQueue } from "../../ports/task-queue.ts";
import { REQUEST_TIMEOUT_MS, sqsClient, translated } from "./client.ts";
import { isTooNew, messageOf, readPointer } from "./message.ts";

export type QueueUrls = Readonly<Record<QueueClass, string>>;

/** @param settings what does not come from the SDK's own variables (region, credentials, endpoint) */
export function sqsTaskQueue(
  urls: QueueUrls,
  settings: SQSClientConfig = {},
): TaskQueue {
  const client = sqsClient(settings);
  return {
    async send(announcement) {
      await translated(
        "send",
        client.send(
          new SendMessageCommand({
            QueueUrl: urls[announcement.queueClass],
            ...messageOf(announcement),
          }),
          // An agent waits for this, and the sweeper makes up for it.
          { requestTimeout: 1_200 },
        ),
      );
    },
    async sendBatch(queueClass, announcements) {
      const answer = await translated(
        "send",
        client.send(
          new SendMessageBatchCommand({
            QueueUrl: urls[queueClass],
            // Ten pointers are 3 KB at most, of the 256 KiB that a batch may have everywhere.
            Entries: announcements.map((announcement, index) => ({
              Id: String(index),
              ...messageOf(announcement),
            })),
          }),
        ),
      );
      const refused = new Map<TaskId, QueueError>();
      for (const { Id, Code, Message } of answer.Failed ?? []) {
        const announcement = announcements[Number(Id)];
        const cause = new Error(`${String(Code)}: ${String(Message)}`);
        if (announcement)
          refused.set(announcement.taskId, new QueueError("send", { cause }));
      }
      return refused;
    },
    async receive(queueClass, waitSeconds) {
      const answer = await translated(
        "receive",
        client.send(
          new ReceiveMessageCommand({
            QueueUrl: urls[queueClass],
            MaxNumberOfMessages: 1,
            WaitTimeSeconds: waitSeconds,
          }),
          {
            requestTimeout: waitSeconds * 1_000 + REQUEST_TIMEOUT_MS,
          },
        ),
      );
      const [message] = answer.Messages ?? [];
      if (!message?.ReceiptHandle) return undefined;
      // Left alone it is seen again, by a newer executor perhaps, when it is no longer hidden.
      if (isTooNew(message.Body ?? "")) return undefined;
      return {
        queueClass,
        pointer: readPointer(message.Body ?? ""),
        receipt: message.ReceiptHandle,
      };
    },
    async remove({ queueClass, receipt }) {
      await translated(
        "remove",
        client.send(
          new DeleteMessageCommand({
            QueueUrl: urls[queueClass],
            ReceiptHandle: receipt,
          }),
        ),
      );
    },
    async hide({ queueClass, receipt }, forMs) {
      await translated(
        "hide",
        client.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: urls[queueClass],
            ReceiptHandle: receipt,
            VisibilityTimeout: Math.ceil(forMs / 1_000),
          }),
        ),
      );
    },
    async ping() {
      await translated(
        "answer",
        client.send(
          new GetQueueAttributesCommand({
            QueueUrl: urls.normal,
            AttributeNames: ["QueueArn"],
          }),
          { requestTimeout: 1_000 },
        ),
      );
    },
  };
}
