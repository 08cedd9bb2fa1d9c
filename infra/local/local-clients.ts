import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";

/** Where the two emulators listen. */
export interface Endpoints {
  readonly sqsEndpoint: string;
  readonly dynamodbEndpoint: string;
}

/** Any region and keys do, but both emulators want some; these never leave the machine. */
const LOCAL = {
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
} as const;

/** An SQS client for the local stack. Queue URLs are no endpoints there: their host need not resolve. */
export function localSqsClient(endpoint: string): SQSClient {
  return new SQSClient({ ...LOCAL, endpoint, useQueueUrlAsEndpoint: false });
}

export function localDynamodbClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ ...LOCAL, endpoint });
}
