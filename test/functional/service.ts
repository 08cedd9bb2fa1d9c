/** All functions as they are deployed, their handlers called by events, on emulators of their own. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { vi } from "vitest";
import { serviceEnvironment } from "../../infra/local/environment.ts";
import { createResources } from "../../infra/local/resources.ts";
import { startEmulators } from "../../infra/local/run-emulators.ts";
import { expectDeclared } from "./expect-declared.ts";
import { type Tokens, issueTokens } from "./tokens.ts";
import { type HttpRequest, toEvent } from "./gateway.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The parsed body; empty when it is no JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly tookMs: number;
}

export interface Service {
  readonly tokens: Tokens;
  /** With the agent's token, unless the request says otherwise; `leftMs` is the function's time. */
  send(request: HttpRequest, leftMs?: number): Promise<Answer>;
  /** What the clock starts. */
  tick(folder: "dispatch-scheduled" | "poll-session-issue"): Promise<unknown>;
  /** What was written to standard output since the last call. */
  output(): string;
  /** Ends the emulators, and leaves the functions to themselves. */
  cutOff(): Promise<void>;
  end(): Promise<void>;
}

/** What callbacks are signed with. */
export const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** The SDK lets the timer of a connection that was refused run on. */
const REFUSED_MS = 1_100;

/** @param changes variables by which the functions are told something else */
export async function startService(
  changes: Readonly<Record<string, string>> = {},
): Promise<Service> {
  const said = collectOutput();
  const emulators = await startEmulators();
  const resources = await createResources(emulators);
  stubEnv(serviceEnvironment({}, emulators, resources));
  stubEnv({ CCSP_WEBHOOK_SECRET: WEBHOOK_SECRET });
  const tokens = await issueTokens();
  stubEnv(changes);

  let isRunning = true;
  const cutOff = async (): Promise<void> => {
    if (isRunning) await emulators.stop();
    isRunning = false;
  };
  return {
    tokens,
    cutOff,
    async send(request, leftMs) {
      const headers = {
        authorization: `Bearer ${tokens.agent}`,
        ...request.headers,
      };
      const { folder, event } = toEvent({ ...request, headers });
      return invoke(folder, event, leftMs);
    },
    async tick(folder) {
      const { handler } = (await import(
        `../../functions/${folder}/handler.ts`
      )) as Handler;
      return handler({}, newContext());
    },
    output: () => said.splice(0).join(""),
    async end() {
      const hadAll = isRunning && Object.keys(changes).length === 0;
      await cutOff();
      if (!hadAll) await setTimeout(REFUSED_MS);
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    },
  };
}

function stubEnv(env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}

interface Handler {
  readonly handler: (event: unknown, context: Context) => Promise<unknown>;
}

interface Result {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

async function invoke(
  folder: string,
  event: APIGatewayProxyEventV2,
  leftMs?: number,
): Promise<Answer> {
  const { handler } = (await import(
    `../../functions/${folder}/handler.ts`
  )) as Handler;
  const startedAt = performance.now();
  const result = (await handler(event, newContext(leftMs))) as Result;
  const tookMs = performance.now() - startedAt;
  const { statusCode: status, headers, body: text } = result;
  expectDeclared({ routeKey: routeOf(event), status, headers, text });
  const isJson = String(headers["content-type"]).endsWith("json");
  const body = (
    isJson && text !== "" ? JSON.parse(text) : {}
  ) as Answer["body"];
  return { status, headers, body, text, tookMs };
}

/** The gateway has no name for what only `$default` takes. */
const routeOf = ({
  routeKey,
  rawPath,
  requestContext,
}: APIGatewayProxyEventV2) =>
  requestContext.http.method === "HEAD" ? `HEAD ${rawPath}` : routeKey;

/** A function has 30 s; a busy machine makes less of them. */
const newContext = (leftMs = 100_000): Context =>
  ({
    awsRequestId: randomUUID(),
    getRemainingTimeInMillis: () => leftMs,
  }) as Context;

/** Where the journal and the metrics go. */
function collectOutput(): string[] {
  const said: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    said.push(String(chunk));
    return true;
  });
  vi.spyOn(console, "log").mockImplementation((line) => {
    said.push(`${String(line)}\n`);
  });
  return said;
}
