import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { queueAttributes, queueName } from "./queue-properties.ts";
import type { Resource } from "./read-template.ts";

/**
 * Creates every queue, or finds it, then sets its attributes; again is harmless. Attributes come
 * second because a redrive policy names another queue's ARN, and because CreateQueue refuses an
 * existing queue whose attributes differ.
 *
 * @returns the queues' URLs by logical id
 */
export async function createQueues(
  sqs: SQSClient,
  endpoint: string,
  queues: ReadonlyMap<string, Resource>,
): Promise<Readonly<Record<string, string>>> {
  const ref: Record<string, string> = {};
  const arn: Record<string, string> = {};
  for (const [id, queue] of queues) {
    const url = await createQueue(sqs, queueName(id, queue));
    ref[id] = onEndpoint(url, endpoint);
    arn[id] = await queueArn(sqs, url);
  }
  for (const [id, queue] of queues) {
    const Attributes = queueAttributes(id, queue, { ref, arn });
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: ref[id], Attributes }),
    );
  }
  return ref;
}

async function createQueue(sqs: SQSClient, name: string): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name }),
  );
  if (QueueUrl === undefined)
    throw new Error(`SQS gave no URL for queue ${name}`);
  return QueueUrl;
}

async function queueArn(sqs: SQSClient, url: string): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ["QueueArn"],
    }),
  );
  const arn = Attributes?.QueueArn;
  if (arn === undefined) throw new Error(`SQS gave no ARN for queue ${url}`);
  return arn;
}

/** The emulator remembers the host and port of the queue's first day, under a name that not every machine resolves. */
function onEndpoint(queueUrl: string, endpoint: string): string {
  return new URL(new URL(queueUrl).pathname, endpoint).href;
}
