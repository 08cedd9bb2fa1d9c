/** The dead-letter queue of the waiting queues in SQS. */
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import type { DeadMessage, DeadMessages } from "../../ports/dead-messages.ts";
import { sqsClient, translated } from "./client.ts";
import { isTooNew, readPointer } from "./message.ts";

/** @param settings what does not come from the SDK's own variables (region, credentials, endpoint) */
export function sqsDeadMessages(
  url: string,
  settings: SQSClientConfig = {},
): DeadMessages {
  const client = sqsClient(settings);
  return {
    async receive(max) {
      const answer = await translated(
        "receive",
        client.send(
          new ReceiveMessageCommand({
            QueueUrl: url,
            MaxNumberOfMessages: max,
            WaitTimeSeconds: 0,
          }),
        ),
      );
      return (answer.Messages ?? [])
        .filter(({ Body = "" }) => !isTooNew(Body))
        .map(toDeadMessage);
    },
    async remove({ receipt }) {
      await translated(
        "remove",
        client.send(
          new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt }),
        ),
      );
    },
  };
}

const toDeadMessage = ({
  Body = "",
  MessageId = "",
  ReceiptHandle = "",
}: Message): DeadMessage => ({
  pointer: readPointer(Body),
  messageId: MessageId,
  bytes: Buffer.byteLength(Body),
  receipt: ReceiptHandle,
});
