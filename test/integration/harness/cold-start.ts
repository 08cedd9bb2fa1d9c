/** Functions as they are deployed: each from its own bundle, in a process of its own. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { serviceEnvironment } from "../../../infra/local/environment.ts";
import { createResources } from "../../../infra/local/resources.ts";
import { startEmulators } from "../../../infra/local/run-emulators.ts";
import { dynamoDbClient } from "../../../shared/adapters/dynamodb/client.ts";
import { dynamoDbControlStores } from "../../../shared/adapters/dynamodb/control-store.ts";
import { SCOPES } from "../../../shared/domain/access-token.ts";
import { issueToken } from "../../../shared/runtime/issue-token.ts";
import { bundleFunction } from "../../architecture/bundle-function.ts";
import { type HttpRequest, toEvent } from "../../functional/gateway.ts";

const child = (name: string): string =>
  new URL(`../../fixtures/children/${name}.mjs`, import.meta.url).pathname;
const MARK = /^\{"(?:answer|warm)":/;
const DAY_MS = 86_400_000;

const Printed = z.object({
  answer: z.looseObject({ statusCode: z.int().optional() }),
});

const PrintedWarm = z.object({
  warm: z.object({ tookMs: z.number(), workedMs: z.number() }),
});
/** Medians; `workedMs` is the processor's part. */
export type WarmAnswer = z.infer<typeof PrintedWarm>["warm"];

export interface FirstAnswer {
  readonly statusCode?: number | undefined;
  /** From the start of the process to its answer. */
  readonly tookMs: number;
}

/** What each function is asked first. */
export const FIRST_REQUESTS: Readonly<Record<string, HttpRequest | "clock">> = {
  "agent-api": {
    method: "POST",
    path: "/tasks",
    body: '{"prompt":"Say yes."}',
  },
  "wait-task": { method: "GET", path: "/tasks/none/result?wait=0" },
  "operator-api": { method: "GET", path: "/health" },
  "emergency-stop": { method: "GET", path: "/control/stop-report" },
  "dispatch-scheduled": "clock",
  "poll-session-issue": "clock",
};

export interface ColdStarts {
  /** Starts the function and asks it. */
  first(name: string): Promise<FirstAnswer>;
  /** Asks it so often, after some that do not count. */
  warm(name: string, times: number): Promise<WarmAnswer>;
  end(): Promise<void>;
}

export async function coldStarts(): Promise<ColdStarts> {
  const directory = await mkdtemp(join(tmpdir(), "ccsp-bundles-"));
  const emulators = await startEmulators();
  const resources = await createResources(emulators);
  const env = serviceEnvironment(
    { PATH: process.env["PATH"] },
    emulators,
    resources,
  );
  const token = await newToken(
    emulators.dynamodbEndpoint,
    `${env["CONTROL_TABLE"]}`,
  );
  const run = async (name: string, program: string, ...more: string[]) => {
    const file = join(directory, `${name}.mjs`);
    await writeFile(file, (await bundleFunction(name)).text);
    const event = firstEvent(name, token);
    const startedAt = performance.now();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [child(program), file, JSON.stringify(event), ...more],
      { env, maxBuffer: 64_000_000 },
    );
    const tookMs = performance.now() - startedAt;
    // Its journal may come before or after it.
    const line = stdout.split("\n").find((one) => MARK.test(one));
    const printed: unknown = JSON.parse(line ?? "null");
    return { printed, tookMs };
  };
  return {
    first: async (name) => {
      const { printed, tookMs } = await run(name, "first-answer");
      const { statusCode } = Printed.parse(printed).answer;
      return { statusCode, tookMs };
    },
    warm: async (name, times) => {
      const { printed } = await run(name, "warm-answers", `${times}`);
      return PrintedWarm.parse(printed).warm;
    },
    end: async () => {
      await emulators.stop();
      await rm(directory, { recursive: true });
    },
  };
}

function firstEvent(name: string, token: string): object {
  const request = FIRST_REQUESTS[name];
  if (request === undefined) throw new Error(`nobody asks ${name} anything`);
  if (request === "clock") return {};
  return toEvent({ ...request, headers: headers(token) }).event;
}

const headers = (token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  "content-type": "application/json",
});

async function newToken(endpoint: string, tableName: string): Promise<string> {
  const { client } = dynamoDbClient(Date.now, {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { tokens } = dynamoDbControlStores({ client, tableName });
  const token = await issueToken(tokens, {
    agent: "agent-of-the-test",
    scopes: SCOPES,
    expiresAt: new Date(Date.now() + DAY_MS),
  });
  client.destroy();
  return token;
}
