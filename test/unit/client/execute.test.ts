import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import * as errors from "../../../shared/client/errors.ts";
import {
  ACCEPTED,
  CREATED_AT,
  finished,
  problem,
  SUCCEEDED,
  TASK_ID,
  unfinished,
} from "./replies.ts";
import {
  type ScriptedService,
  scriptedService,
  type Step,
  TOKEN,
} from "./scripted-service.ts";

const TASK_PATH = `/api/ccsp/tasks/${TASK_ID}`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let service: ScriptedService;
afterEach(() => service.end());

const answering = async (...script: readonly Step[]) => {
  service = await scriptedService(script);
  return service.client({ retryForMs: 0 });
};

describe("executeClaude", () => {
  it("submits, waits, and gives the task that succeeded", async () => {
    const client = await answering(ACCEPTED, unfinished(), SUCCEEDED);
    const executeAt = new Date("2030-01-01T00:00:00Z");
    const result = await client.executeClaude("say", {
      priority: "high",
      timeout: 60_000,
      executeAt,
      context: { a: 1 },
      model: "opus",
      systemPrompt: "brief",
      maxTurns: 2,
      maxBudgetUsd: 0.5,
      metadata: { b: 2 },
      callbackUrl: "https://agents.example/done",
      idempotencyKey: "key-1",
    });
    expect(result).toEqual(SUCCEEDED.body);
    const [submitted, seen, waited] = service.received;
    expect(submitted).toMatchObject({
      method: "POST",
      path: "/api/ccsp/tasks",
      headers: {
        authorization: `Bearer ${TOKEN}`,
        "content-type": "application/json",
        "idempotency-key": "key-1",
      },
    });
    expect(submitted!.body).toStrictEqual({
      prompt: "say",
      priority: "high",
      timeout: 60_000,
      executeAt: "2030-01-01T00:00:00.000Z",
      context: { a: 1 },
      model: "opus",
      systemPrompt: "brief",
      maxTurns: 2,
      maxBudgetUsd: 0.5,
      metadata: { b: 2 },
      callbackUrl: "https://agents.example/done",
    });
    expect(seen).toMatchObject({ method: "GET", path: TASK_PATH });
    expect(waited).toMatchObject({
      method: "GET",
      path: `${TASK_PATH}/result?wait=5`,
      headers: { authorization: `Bearer ${TOKEN}` },
    });
  });

  it("makes a key of its own for each call, the same for its repetitions", async () => {
    service = await scriptedService([
      "cut",
      "cut amid the answer",
      ACCEPTED,
      SUCCEEDED,
      ACCEPTED,
      SUCCEEDED,
    ]);
    const client = service.client();
    await client.executeClaude("say");
    await client.executeClaude("say");
    const keys = service.received
      .filter(({ method }) => method === "POST")
      .map(({ headers }) => headers["idempotency-key"]);
    expect(keys[0]).toMatch(UUID);
    expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]]);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it.each([
    [400, "invalid-request", errors.InvalidRequestError],
    [413, "payload-too-large", errors.InvalidRequestError],
    [401, "unauthorized", errors.UnauthorizedError],
    [403, "forbidden", errors.UnauthorizedError],
    [404, "route-not-found", errors.NotFoundError],
    [409, "idempotency-key-reused", errors.ConflictError],
    [410, "something-new", errors.CCSPError],
    [429, "too-many-queued", errors.TooManyQueuedError],
    [429, "too-many-failures", errors.ServerError],
    [500, "internal-error", errors.ServerError],
    [503, "dependency-unavailable", errors.ServerError],
    [503, "emergency-stop", errors.ServiceStoppedError],
  ])(
    "a submission answered %i %s is a typed error",
    async (status, code, type) => {
      const client = await answering(problem(status, code));
      const error: unknown = await client
        .executeClaude("a prompt of mine")
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(type);
      expect(error).toBeInstanceOf(errors.CCSPError);
      expect(error).toMatchObject({
        name: type.name,
        code,
        message: `This is ${code}.`,
        requestId: "request-1",
        taskId: undefined,
        problem: { status, code },
      });
      expect(inspect(error, { depth: 9 })).not.toContain(TOKEN);
      expect(inspect(error, { depth: 9 })).not.toContain("a prompt of mine");
      expect(service.received).toHaveLength(1);
    },
  );

  it("a refused request names its fields", async () => {
    const fields = [
      { field: "timeout", message: "must be at least 1000" },
      { field: "model", message: "must start with a letter or a digit" },
    ];
    const client = await answering(
      problem(400, "invalid-request", { field: "timeout", errors: fields }),
      problem(400, "invalid-json", { field: "body" }),
      { status: 413, body: { message: "Request Too Long" } },
    );
    await expect(client.submit("x")).rejects.toMatchObject({ fields });
    await expect(client.submit("x")).rejects.toMatchObject({
      fields: [{ field: "body", message: "This is invalid-json." }],
    });
    await expect(client.submit("x")).rejects.toMatchObject({
      name: "InvalidRequestError",
      code: "http-413",
      message: "The service answered 413.",
      fields: [],
    });
  });

  it.each([
    ["too-many-queued", 429, errors.TooManyQueuedError],
    ["emergency-stop", 503, errors.ServiceStoppedError],
    ["dependency-unavailable", 503, errors.ServerError],
  ])("%s says when to come again", async (code, status, type) => {
    const client = await answering(
      problem(status, code, {}, { "retry-after": "60" }),
    );
    const error: unknown = await client.submit("x").catch((e: unknown) => e);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ retryAfterMs: 60_000 });
  });

  it.each([
    [{ status: 404, body: "<html>no such page</html>" }, 404],
    [{ status: 200, body: "<html>welcome</html>" }, 200],
    [{ status: 200, body: { hello: "world" } }, 200],
    [{ status: 301, headers: { location: "https://elsewhere.example" } }, 301],
  ] as const)(
    "an answer that is not the service's is told apart: %j",
    async (reply, status) => {
      const client = await answering(reply);
      const error: unknown = await client.submit("x").catch((e: unknown) => e);
      expect(error).toBeInstanceOf(errors.UnexpectedAnswerError);
      expect(error).toMatchObject({
        message: `The answer (${String(status)}) is not one of CCSP; is baseUrl right? It mostly ends in /api/ccsp.`,
      });
      expect(service.received).toHaveLength(1);
    },
  );

  it("a task that failed is an error with its reason", async () => {
    const error = {
      code: "budget-reached",
      message: "too dear",
      retryable: false,
    } as const;
    const client = await answering(
      ACCEPTED,
      finished({ status: "failed", success: false, attempts: 1, error }),
    );
    const thrown: unknown = await client
      .executeClaude("x")
      .catch((e: unknown) => e);
    expect(thrown).toBeInstanceOf(errors.TaskFailedError);
    expect(thrown).toMatchObject({
      code: "budget-reached",
      message: `Task ${TASK_ID} failed (budget-reached): too dear`,
      retryable: false,
      taskId: TASK_ID,
      task: { attempts: 1, error },
    });
  });

  it("a task that was cancelled is an error", async () => {
    const error = {
      code: "cancelled",
      message: "gone",
      retryable: true,
    } as const;
    const client = await answering(
      ACCEPTED,
      finished({ status: "cancelled", success: false, error }),
    );
    const thrown: unknown = await client
      .executeClaude("x")
      .catch((e: unknown) => e);
    expect(thrown).toBeInstanceOf(errors.TaskCancelledError);
    expect(thrown).toMatchObject({ code: "cancelled", taskId: TASK_ID });
  });

  const LOST = {
    code: "session-expired",
    message: "no login",
    retryable: true,
    sessionTimeout: true,
  } as const;

  it.each(["blocked", "queued", "scheduled"] as const)(
    "a %s task without a login is a SessionTimeoutError, unless the caller waits",
    async (status) => {
      const client = await answering(
        ACCEPTED,
        unfinished({ status, error: LOST }),
        ACCEPTED,
        {
          ...unfinished({ status, error: LOST }),
          headers: { "retry-after": "0" },
        },
        SUCCEEDED,
      );
      const thrown: unknown = await client
        .executeClaude("x")
        .catch((e: unknown) => e);
      expect(thrown).toBeInstanceOf(errors.SessionTimeoutError);
      expect(thrown).toMatchObject({
        sessionTimeout: true,
        code: "session-expired",
        taskId: TASK_ID,
        task: { status },
      });
      expect(
        await client.executeClaude("x", { onSessionTimeout: "wait" }),
      ).toMatchObject({ result: "the answer" });
    },
  );

  it("a limit is waited out, unless the caller wants to know", async () => {
    const unlockAt = new Date(Date.now() + 3_600_000);
    const error = {
      code: "usage-limit",
      message: "used up",
      retryable: true,
      unlockAt: unlockAt.toISOString(),
    } as const;
    const limited = {
      ...unfinished({ error }),
      headers: { "retry-after": "0" },
    };
    const client = await answering(
      ACCEPTED,
      limited,
      SUCCEEDED,
      ACCEPTED,
      limited,
    );
    expect(await client.executeClaude("x")).toMatchObject({ success: true });
    const thrown: unknown = await client
      .executeClaude("x", { onRateLimit: "throw" })
      .catch((e: unknown) => e);
    expect(thrown).toBeInstanceOf(errors.RateLimitedError);
    expect(thrown).toMatchObject({
      code: "usage-limit",
      unlockAt,
      taskId: TASK_ID,
    });
  });

  it("a limit that is over, or of a task that runs again, is no error", async () => {
    const error = { code: "rate-limit", message: "", retryable: true } as const;
    const zero = { "retry-after": "0" };
    const over = { ...error, unlockAt: CREATED_AT.replace("2030", "2020") };
    const far = {
      ...error,
      unlockAt: "9999-01-01T00:00:00.000Z",
      sessionTimeout: true,
    };
    const client = await answering(
      ACCEPTED,
      { ...unfinished({ error: over }), headers: zero },
      { ...unfinished({ status: "running", error: far }), headers: zero },
      SUCCEEDED,
    );
    expect(
      await client.executeClaude("x", { onRateLimit: "throw" }),
    ).toMatchObject({ success: true });
  });

  it("tells each change of the task once", async () => {
    const zero = { headers: { "retry-after": "0" } };
    const client = await answering(
      ACCEPTED,
      { ...unfinished(), ...zero },
      { ...unfinished(), ...zero },
      { ...unfinished({ status: "running" }), ...zero },
      SUCCEEDED,
    );
    const seen: string[] = [];
    await client.executeClaude("x", {
      onStatus: ({ status }) => void seen.push(status),
    });
    expect(seen).toEqual(["queued", "running", "succeeded"]);
    expect(service.received.slice(1).map(({ path }) => path)).toEqual([
      TASK_PATH,
      ...Array<string>(3).fill(`${TASK_PATH}/result?wait=2`),
    ]);
  });

  it("ends with what onStatus throws", async () => {
    const client = await answering(ACCEPTED, unfinished());
    await expect(
      client.executeClaude("x", {
        onStatus: () => Promise.reject(new Error("mine")),
      }),
    ).rejects.toThrow("mine");
  });

  it("says which task it was when the token is refused in mid-wait", async () => {
    const client = await answering(ACCEPTED, problem(401, "unauthorized"));
    await expect(client.executeClaude("x")).rejects.toMatchObject({
      name: "UnauthorizedError",
      taskId: TASK_ID,
    });
  });
});
