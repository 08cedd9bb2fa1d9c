/** The client in front of the real functions: what it is answered is what its types say. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Callback,
  CCSPClient,
  type ExecutionResult,
  type Problem,
  type Receipt,
  type Task,
  type TaskError,
  type Usage,
} from "ccsp";
import type { TaskId } from "../../shared/domain/task.ts";
import { foundation } from "../../shared/runtime/compose/foundation.ts";
import { loadCommonConfig } from "../../shared/runtime/config.ts";
import { issueToken } from "../../shared/runtime/issue-token.ts";
import { textOf } from "../unit/client/scripted-fetch.ts";
import { type Service, startService } from "./service.ts";
import { type Hand, newHand } from "./tasks.ts";

let service: Service;
let hand: Hand;
let client: CCSPClient;
beforeAll(async () => {
  service = await startService();
  hand = newHand();
  client = clientWith(service.tokens.agent);
});
afterAll(() => service.end());

/** Hands each request to the functions, as a gateway does. */
const throughTheGateway: typeof fetch = async (url, init) => {
  const { method = "GET", body, headers } = init ?? {};
  const {
    status,
    text,
    headers: given,
  } = await service.send({
    method,
    path: textOf(url).replace("http://gateway/api/ccsp", ""),
    headers: headers as Record<string, string>,
    ...(typeof body === "string" && { body }),
  });
  return new Response(text, {
    status,
    headers: given as Record<string, string>,
  });
};

const clientWith = (token: string): CCSPClient =>
  new CCSPClient({
    baseUrl: "http://gateway",
    token,
    fetch: throughTheGateway,
  });

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.unreachable("it succeeded"),
    (error: unknown) => error,
  );

type Is = (value: unknown) => boolean;
/** Every property that a type has, so that one that is forgotten here does not compile. */
type Shape<T> = { readonly [Name in keyof Required<T>]: Is };

const text: Is = (value) => typeof value === "string";
const number: Is = (value) => typeof value === "number";
const flag: Is = (value) => typeof value === "boolean";
const object: Is = (value) => typeof value === "object" && value !== null;
const time: Is = (value) =>
  typeof value === "string" && new Date(value).toISOString() === value;

const RECEIPT: Shape<Receipt> = {
  taskId: text,
  status: text,
  priority: text,
  createdAt: time,
  predictedStartAt: time,
};
const USAGE: Shape<Usage> = {
  inputTokens: number,
  outputTokens: number,
  costUsd: number,
  turns: number,
};
const ERROR: Shape<TaskError> = {
  code: text,
  message: text,
  retryable: flag,
  unlockAt: time,
  sessionTimeout: flag,
};
const CALLBACK: Shape<Callback> = {
  status: text,
  tries: number,
  lastStatus: number,
  lastProblem: text,
};
const TASK: Shape<Task> = {
  ...RECEIPT,
  agent: text,
  success: flag,
  result: text,
  error: (value) => isShaped(value, ERROR),
  warnings: Array.isArray,
  executionTime: number,
  attempts: number,
  sessionId: text,
  usage: (value) => isShaped(value, USAGE),
  truncated: flag,
  resultBytes: number,
  executeAt: time,
  startedAt: time,
  finishedAt: time,
  callback: (value) => isShaped(value, CALLBACK),
  metadata: object,
};
const PROBLEM: Shape<Problem> = {
  type: text,
  title: text,
  status: number,
  code: text,
  detail: text,
  field: text,
  errors: Array.isArray,
  requestId: text,
};

/** The names that are there are all known, and hold what they should. */
function isShaped(
  value: unknown,
  shape: Readonly<Record<string, Is>>,
): boolean {
  expect(shape).toMatchObject(
    Object.fromEntries(
      Object.keys(value as object).map((name) => [name, expect.any(Function)]),
    ),
  );
  for (const [name, each] of Object.entries(value as object))
    expect({ [name]: shape[name]!(each) }).toEqual({ [name]: true });
  return true;
}

describe("The client, before the real functions", () => {
  it("gets tasks as its types say, whatever became of them", async () => {
    const receipt = await client.submit("x", {
      metadata: { a: 1 },
      context: { b: 2 },
      priority: "low",
      timeout: 5_000,
      model: "opus",
    });
    isShaped(receipt, RECEIPT);
    const scheduled = await client.schedule("x", new Date(Date.now() + 60_000));
    const failed = await client.submit("x");
    await hand.finish(failed.taskId as TaskId, "invalid-request");
    const running = await client.submit("x");
    await hand.claim(running.taskId as TaskId);
    const done = await client.submit("x");
    await hand.finish(done.taskId as TaskId, "success", "the answer");

    const all: Task[] = [];
    for await (const task of client.list({ pageSize: 2 })) all.push(task);
    expect(all.map(({ status }) => status)).toEqual([
      "succeeded",
      "running",
      "failed",
      "scheduled",
      "queued",
    ]);
    for (const task of all) {
      isShaped(task, TASK);
      isShaped(await client.get(task.taskId), TASK);
    }
    isShaped(await client.cancel(scheduled.taskId), TASK);

    const result: ExecutionResult = await client.wait(done.taskId);
    isShaped(result, TASK);
    expect(result).toMatchObject({
      success: true,
      result: "the answer",
      executionTime: 42,
      attempts: 1,
    });
    expect(await errorOf(client.wait(failed.taskId))).toMatchObject({
      name: "TaskFailedError",
      code: "invalid-request",
      retryable: false,
    });
    expect(await errorOf(client.wait(scheduled.taskId))).toMatchObject({
      name: "TaskCancelledError",
      code: "cancelled",
    });
  });

  it("gets problems as its types say", async () => {
    const wrong = await errorOf(
      client.submit("x", { timeout: 1, maxTurns: 0 }),
    );
    expect(wrong).toMatchObject({
      name: "InvalidRequestError",
      fields: [{ field: "timeout" }, { field: "maxTurns" }],
    });
    isShaped((wrong as { problem: object }).problem, PROBLEM);
    const large = await errorOf(client.submit("x".repeat(1_100_000)));
    expect(large).toMatchObject({
      name: "InvalidRequestError",
      code: "payload-too-large",
      fields: [{ field: "prompt" }],
    });
    const { taskId } = await client.submit("x", { idempotencyKey: "k" });
    expect(await client.submit("x", { idempotencyKey: "k" })).toMatchObject({
      taskId,
    });
    expect(
      await errorOf(client.submit("y", { idempotencyKey: "k" })),
    ).toMatchObject({ name: "ConflictError", code: "idempotency-key-reused" });
    const stranger = clientWith(service.tokens.otherAgent);
    expect(await errorOf(stranger.wait(taskId))).toMatchObject({
      name: "NotFoundError",
      code: "task-not-found",
    });
    const observer = clientWith(service.tokens.observer);
    expect(await errorOf(observer.get(taskId))).toMatchObject({
      name: "UnauthorizedError",
      code: "forbidden",
    });
    await hand.finish(taskId as TaskId, "success", "x");
    expect(await errorOf(client.cancel(taskId))).toMatchObject({
      name: "ConflictError",
      code: "task-finished",
    });
  });

  it("hands over a batch, of which each request has its own end", async () => {
    const requests = [{ prompt: "a" }, { prompt: "b", timeout: 1 }];
    const options = { idempotencyKey: "batch" };
    const results = await client.submitBatch(requests, options);
    isShaped(results[0]!.task, RECEIPT);
    expect(results[1]!.error).toMatchObject({
      name: "InvalidRequestError",
      fields: [{ field: "timeout" }],
    });
    isShaped(results[1]!.error!.problem, PROBLEM);
    const again = await client.submitBatch(requests, options);
    expect(again[0]!.task!.taskId).toBe(results[0]!.task!.taskId);
  });

  it("sees a lost login", async () => {
    const { taskId } = await client.submit("x");
    await hand.finish(taskId as TaskId, "session-expired");
    const error = await errorOf(client.wait(taskId));
    expect(error).toMatchObject({
      name: "SessionTimeoutError",
      sessionTimeout: true,
      taskId,
    });
    isShaped((error as { task: Task }).task, TASK);
  });

  it("hears in mid-wait that its token has expired, and the task goes on", async () => {
    const { control } = foundation(loadCommonConfig(), "test");
    const now = Date.now();
    const order = {
      agent: "agent-one",
      scopes: ["tasks"],
      createdAt: new Date(now),
      expiresAt: new Date(now + 3_000),
    } as const;
    const shortly = clientWith(await issueToken(control.tokens, order));
    const { taskId } = await shortly.submit("x");
    expect(await errorOf(shortly.wait(taskId))).toMatchObject({
      name: "UnauthorizedError",
      code: "unauthorized",
      taskId,
    });
    await hand.finish(taskId as TaskId, "success", "all the same");
    expect(await client.wait(taskId)).toMatchObject({ result: "all the same" });
  }, 30_000);
});
