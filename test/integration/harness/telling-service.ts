/**
 * The running service with a CLI that repeats all it knows, canaries wherever people put secrets, and
 * a history in which everything went wrong that makes the service talk.
 */
import { expect, vi } from "vitest";
import { type Receiver, startReceiver } from "../../builders/receiver.ts";
import { type GitHubServer, gitHubServer } from "../../fakes/github-server.ts";
import { aCanary, logsOf } from "./canaries.ts";
import { removeState, type Stack, startStack } from "./stack.ts";

const CLI = new URL("../../fixtures/cli/telling-claude.mjs", import.meta.url)
  .pathname;
const PATIENCE = { timeout: 120_000, interval: 250 };

/** What nobody may find again anywhere. */
const plant = () => ({
  prompt: aCanary(),
  systemPrompt: aCanary(),
  context: aCanary(),
  callbackQuery: aCanary(),
  receiverAnswer: aCanary(),
  wrongToken: aCanary(),
  wrongField: aCanary(),
  wrongValue: aCanary(),
  brokenJson: aCanary(),
  query: aCanary(),
  idempotencyKey: aCanary(),
  login: aCanary(),
  cliPassword: aCanary(),
  // As the official libraries want it: Base64.
  webhookSecret: Buffer.from(aCanary()).toString("base64"),
});

/** How the CLI is told to tell. */
export type Way = "answer" | "refusal" | "crash" | "garbage" | "login";

interface Shown {
  readonly status: string;
  readonly result?: string;
}

interface Request {
  readonly token?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TellingService {
  readonly stack: Stack;
  readonly gitHub: GitHubServer;
  readonly receiver: Receiver;
  readonly planted: ReturnType<typeof plant>;
  /** Of every task: its owner and the dead-letter desk see it. */
  readonly metadata: string;
  readonly tasks: ReadonlyMap<Way, { taskId: string; requestId: string }>;
  /** With the agent's token. */
  send(path: string, request?: Request): Promise<Response>;
  /** As its owner sees it. */
  shown(way: Way): Promise<Shown>;
  /** Of the executor's log, those that hold all these words. */
  linesWith(...words: readonly string[]): readonly string[];
  end(): Promise<void>;
}

export async function startTellingService(): Promise<TellingService> {
  const planted = plant();
  const [gitHub, receiver] = await Promise.all([
    gitHubServer(),
    startReceiver(),
  ]);
  const stack = await startStack({
    env: {
      CCSP_CLI: CLI,
      CCSP_CLI_ENV: "DATABASE_URL",
      CCSP_LOG_LEVEL: "debug",
      CCSP_ALLOW_PRIVATE_CALLBACKS: "true",
      CCSP_WEBHOOK_SECRET: `whsec_${planted.webhookSecret}`,
      CCSP_GITHUB_REPO: gitHub.repo,
      CCSP_GITHUB_TOKEN: gitHub.token,
      CCSP_GITHUB_API_URL: gitHub.url,
      CLAUDE_CODE_OAUTH_TOKEN: planted.login,
      DATABASE_URL: `postgres://ccsp:${planted.cliPassword}@db/ccsp`,
    },
  });
  const tasks = new Map<Way, { taskId: string; requestId: string }>();
  const service: TellingService = {
    ...{ stack, gitHub, receiver, planted, tasks, metadata: aCanary() },
    send: (path, { token = stack.agentToken, headers, ...init } = {}) =>
      fetch(`${stack.baseUrl}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...headers },
      }),
    shown: async (way) => {
      const path = `/tasks/${tasks.get(way)?.taskId ?? ""}`;
      return (await stack.call<Shown>(path)).body;
    },
    linesWith: (...words) =>
      (logsOf(stack.stateDir)["executor.log"] ?? "")
        .split("\n")
        .filter((line) => words.every((word) => line.includes(word))),
    async end() {
      await stack.kill();
      removeState(stack);
      await Promise.all([gitHub.close(), receiver.close()]);
    },
  };
  try {
    await knockInVain(service);
    await runAll(service, tasks);
    await loseLogin(service, tasks);
    await stopAll(service);
  } catch (error) {
    await service.end();
    throw error;
  }
  return service;
}

const asJson = { "content-type": "application/json" };

/** What is refused at the door. */
async function knockInVain({ send, planted }: TellingService): Promise<void> {
  const { wrongToken, wrongField, wrongValue, brokenJson, query } = planted;
  const post = (body: string) =>
    send("/tasks", { method: "POST", headers: asJson, body });
  const answers = await Promise.all([
    post(JSON.stringify({ prompt: "x", [wrongField]: wrongField })),
    post(JSON.stringify({ prompt: "x", timeout: wrongValue })),
    post(`{"prompt": "${brokenJson}`),
    send(`/tasks?cursor=${query}`),
    send(`/tasks?token=${query}`),
    send("/tasks", { token: wrongToken }),
    send("/tasks", { token: `ccsp_${"a".repeat(16)}_${wrongToken}` }),
  ]);
  for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(400);
}

type Tasks = Map<Way, { taskId: string; requestId: string }>;

async function submit(
  { send, planted, metadata }: TellingService,
  tasks: Tasks,
  request: { readonly way: Way; readonly callbackUrl?: string },
): Promise<void> {
  const { prompt, systemPrompt, context, idempotencyKey } = planted;
  const { way, ...rest } = request;
  const response = await send("/tasks", {
    method: "POST",
    headers: { ...asJson, "idempotency-key": `${idempotencyKey}-${way}` },
    body: JSON.stringify({
      prompt: `tell: ${way}\nUse the key ${prompt} and no other.`,
      systemPrompt: `You are ${systemPrompt}.`,
      context: { deep: [{ key: context }] },
      metadata: { ticket: metadata },
      ...rest,
    }),
  });
  expect(response.status).toBe(202);
  const { taskId } = (await response.json()) as { readonly taskId: string };
  const requestId = response.headers.get("x-request-id") ?? "";
  tasks.set(way, { taskId, requestId });
}

const isNow = ({ shown }: TellingService, way: Way, status: string) =>
  vi.waitFor(
    async () => expect(await shown(way)).toMatchObject({ status }),
    PATIENCE,
  );
const isLogged = ({ linesWith }: TellingService, ...words: readonly string[]) =>
  vi.waitFor(() => expect(linesWith(...words)).not.toEqual([]), PATIENCE);

/** Runs that end well and badly, with callbacks that arrive, are refused, and find nobody. */
async function runAll(service: TellingService, tasks: Tasks): Promise<void> {
  const { receiver, planted } = service;
  const { port, arrived } = receiver;
  const to = (at: number) =>
    `http://127.0.0.1:${String(at)}/done?key=${planted.callbackQuery}`;
  await submit(service, tasks, { way: "answer", callbackUrl: to(port) });
  await isNow(service, "answer", "succeeded");
  await vi.waitFor(() => expect(arrived).not.toHaveLength(0), PATIENCE);
  receiver.answer(500, {}, planted.receiverAnswer);
  await submit(service, tasks, { way: "refusal", callbackUrl: to(port) });
  await submit(service, tasks, { way: "crash", callbackUrl: to(9) });
  await submit(service, tasks, { way: "garbage" });
  await isNow(service, "refusal", "failed");
  for (const way of ["crash", "garbage"] as const)
    await isLogged(service, "run-recorded", tasks.get(way)?.taskId ?? "");
  await isLogged(service, "callback-pending");
}

/** A login that is lost, and does not come back when an operator says so. */
async function loseLogin(service: TellingService, tasks: Tasks) {
  const { stack, gitHub } = service;
  await submit(service, tasks, { way: "login" });
  await isNow(service, "login", "blocked");
  await vi.waitFor(() => expect(gitHub.issues.size).toBe(1), PATIENCE);
  await stack.call("/session/restored", {
    body: { reason: "so I was told" },
    token: stack.operatorToken,
  });
  await isLogged(service, "login-verified");
}

async function stopAll({ stack, gitHub }: TellingService): Promise<void> {
  await stack.call("/control/emergency-stop", {
    body: { reason: "a drill" },
    token: stack.operatorToken,
  });
  await vi.waitFor(() => expect(gitHub.issues.size).toBe(2), PATIENCE);
}
