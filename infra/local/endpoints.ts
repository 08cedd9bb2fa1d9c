/** Where a LocalStack is, or anything else that plays SQS and DynamoDB on this machine. */
import { once } from "node:events";
import { connect } from "node:net";
import type { Endpoints } from "./local-clients.ts";

/** The port that LocalStack has by custom, and in docker-compose.localstack.yml. */
const LOCALSTACK = "http://127.0.0.1:4566";
const CONNECTS_WITHIN_MS = 5_000;

/** There is no service where it was looked for; the message says what to do. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
}

/** By the variables of the AWS SDK; @throws EndpointError */
export function endpointsOf(env: NodeJS.ProcessEnv): Endpoints {
  const all = chosen(env, "AWS_ENDPOINT_URL") ?? LOCALSTACK;
  return {
    sqsEndpoint: chosen(env, "AWS_ENDPOINT_URL_SQS") ?? all,
    dynamodbEndpoint: chosen(env, "AWS_ENDPOINT_URL_DYNAMODB") ?? all,
  };
}

function chosen(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  const url = URL.parse(value);
  if (url?.protocol !== "http:")
    throw new EndpointError(
      `${name}: must be an http URL, for example ${LOCALSTACK}; it is ${value}`,
    );
  // Queues and tables are made and changed there: never by mistake those of an account.
  if (url.hostname.endsWith("amazonaws.com"))
    throw new EndpointError(
      `${name}: must lead to LocalStack, not to AWS; it is ${value}`,
    );
  return url.origin;
}

/** @throws EndpointError unless somebody listens at each */
export async function refuseSilence({
  sqsEndpoint,
  dynamodbEndpoint,
}: Endpoints): Promise<void> {
  for (const endpoint of new Set([sqsEndpoint, dynamodbEndpoint]))
    if (!(await isListenedTo(new URL(endpoint))))
      throw new EndpointError(
        `nothing answers at ${endpoint}. Start LocalStack (docker compose -f docker-compose.localstack.yml up -d --wait localstack), or say where it is in AWS_ENDPOINT_URL.`,
      );
}

async function isListenedTo({ hostname, port }: URL): Promise<boolean> {
  const socket = connect(Number(port || "80"), hostname);
  socket.setTimeout(CONNECTS_WITHIN_MS, () => socket.destroy(new Error()));
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
