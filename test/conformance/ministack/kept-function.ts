/** The function of the agents as it was before an upgrade: its bundle, kept, on the tables that are deployed. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { serviceEnvironment } from "../../../infra/local/environment.ts";
import { bundleFunction } from "../../architecture/bundle-function.ts";
import { toEvent } from "../../functional/gateway.ts";
import type { Deployment } from "./deployment.ts";

const CHILD = new URL(
  "../../fixtures/children/first-answer.mjs",
  import.meta.url,
).pathname;
const MARK = '{"answer":';

const Printed = z.object({
  answer: z.object({
    statusCode: z.int(),
    body: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(z.record(z.string(), z.unknown())),
  }),
});

export interface KeptAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks it in a process of its own, as an agent. */
export type KeptFunction = (
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
) => Promise<KeptAnswer>;

export async function keepFunction(
  deployed: Deployment,
): Promise<KeptFunction> {
  const { aws, stack, stateDir, agentToken } = deployed;
  const file = join(stateDir, "kept-agent-api.mjs");
  await writeFile(file, (await bundleFunction("agent-api")).text);
  const endpoints = {
    sqsEndpoint: aws.AWS_ENDPOINT_URL,
    dynamodbEndpoint: aws.AWS_ENDPOINT_URL,
  };
  const own = { PATH: process.env["PATH"], ...aws };
  const env = serviceEnvironment(own, endpoints, stack);
  return async (method, path, body) => {
    const { event } = toEvent({
      ...{ method, path },
      headers: {
        authorization: `Bearer ${agentToken}`,
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [CHILD, file, JSON.stringify(event)],
      { env },
    );
    const line = stdout.split("\n").find((one) => one.startsWith(MARK));
    const { answer } = Printed.parse(JSON.parse(line ?? "null"));
    return { status: answer.statusCode, body: answer.body };
  };
}
