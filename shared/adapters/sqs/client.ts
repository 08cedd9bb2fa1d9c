/** The SQS client, and how its errors are told. */
import { SQSClient, type SQSClientConfig } from "@aws-sdk/client-sqs";
import { QueueError } from "../../ports/task-queue.ts";

/** A call that took longer has failed; it is tried at most twice. */
export const REQUEST_TIMEOUT_MS = 3_000;
const LIMITS = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  },
};

export const sqsClient = (settings: SQSClientConfig): SQSClient =>
  new SQSClient({
    ...LIMITS,
    // Local queue URLs name hosts that do not resolve everywhere; the endpoint always does.
    useQueueUrlAsEndpoint: false,
    ...settings,
  });

export async function translated<T>(
  operation: string,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new QueueError(operation, { cause: error });
  }
}
