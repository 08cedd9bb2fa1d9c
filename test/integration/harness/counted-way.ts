/** A way to the emulators for some executors of a world, which counts what they ask. */
import type { Endpoints } from "../../../infra/local/local-clients.ts";
import { startFaultProxy } from "../../crash/fault-proxy.ts";

export interface CountedWay {
  /** What an executor needs to go this way. */
  readonly variables: NodeJS.ProcessEnv;
  /** What was asked so far, for example `ReceiveMessage`; may be emptied. */
  readonly actions: string[];
  stop(): Promise<void>;
}

export async function startCountedWay({
  sqsEndpoint,
  dynamodbEndpoint,
}: Endpoints): Promise<CountedWay> {
  const actions: string[] = [];
  const [sqs, dynamodb] = await Promise.all([
    startFaultProxy(sqsEndpoint),
    startFaultProxy(dynamodbEndpoint),
  ]);
  for (const proxy of [sqs, dynamodb])
    proxy.set(async ({ action }, pass) => {
      actions.push(action);
      return pass();
    });
  return {
    actions,
    variables: {
      AWS_ENDPOINT_URL_SQS: sqs.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    },
    async stop() {
      await Promise.all([sqs.stop(), dynamodb.stop()]);
    },
  };
}
