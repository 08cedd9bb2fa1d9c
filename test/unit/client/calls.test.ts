import { afterEach, describe, expect, it } from "vitest";
import * as errors from "../../../shared/client/errors.ts";
import { aTask, ACCEPTED, problem, SUCCEEDED, TASK_ID } from "./replies.ts";
import {
  type ScriptedService,
  scriptedService,
  type Step,
} from "./scripted-service.ts";

let service: ScriptedService;
afterEach(() => service.end());

const answering = async (...script: readonly Step[]) => {
  service = await scriptedService(script);
  return service.client({ retryForMs: 0 });
};

const receivedPaths = () =>
  service.received.map(({ method, path }) => `${method} ${path}`);

describe("The client", () => {
  it("submits without waiting", async () => {
    const client = await answering(ACCEPTED);
    expect(await client.submit("x", { priority: "low" })).toEqual(
      ACCEPTED.body,
    );
    expect(service.received[0]!.body).toEqual({ prompt: "x", priority: "low" });
  });

  it("schedules", async () => {
    const client = await answering(ACCEPTED, ACCEPTED);
    await client.schedule("x", new Date("2030-01-01T00:00:00Z"), {
      priority: "low",
    });
    await client.schedule("x", "2030-01-01T09:00:00+09:00");
    expect(service.received.map(({ body }) => body)).toEqual([
      { prompt: "x", priority: "low", executeAt: "2030-01-01T00:00:00.000Z" },
      { prompt: "x", executeAt: "2030-01-01T09:00:00+09:00" },
    ]);
  });

  it("gets a task as it is", async () => {
    const task = aTask({ status: "running" });
    const client = await answering(
      { status: 200, body: task },
      problem(404, "task-not-found"),
    );
    expect(await client.get(TASK_ID)).toEqual(task);
    await expect(client.get(TASK_ID)).rejects.toBeInstanceOf(
      errors.NotFoundError,
    );
    expect(receivedPaths()[0]).toBe(`GET /api/ccsp/tasks/${TASK_ID}`);
  });

  it("waits for a task that was handed over before", async () => {
    const client = await answering(SUCCEEDED, problem(404, "task-not-found"));
    expect(await client.wait(TASK_ID)).toEqual(SUCCEEDED.body);
    await expect(client.wait(TASK_ID)).rejects.toMatchObject({
      name: "NotFoundError",
      taskId: TASK_ID,
    });
  });

  it("cancels, and says why it cannot", async () => {
    const task = aTask({ status: "cancelled", success: false });
    const client = await answering(
      { status: 200, body: task },
      problem(409, "task-finished"),
    );
    expect(await client.cancel(TASK_ID)).toEqual(task);
    await expect(client.cancel(TASK_ID)).rejects.toMatchObject({
      name: "ConflictError",
      code: "task-finished",
      taskId: TASK_ID,
    });
    expect(receivedPaths()[0]).toBe(`DELETE /api/ccsp/tasks/${TASK_ID}`);
  });

  it("lists page by page, and fetches no page that nobody asks for", async () => {
    const page = (ids: readonly string[], cursor?: string) => ({
      status: 200,
      body: { items: ids.map((taskId) => aTask({ taskId })), cursor },
    });
    const client = await answering(
      page(["a", "b"], "next&1"),
      page([], "next2"),
      page(["c"]),
      page(["a", "b"], "next"),
    );
    const ids: string[] = [];
    const options = { status: "queued", priority: "low", pageSize: 2 } as const;
    for await (const { taskId } of client.list(options)) ids.push(taskId);
    expect(ids).toEqual(["a", "b", "c"]);
    const query = "GET /api/ccsp/tasks?status=queued&priority=low&limit=2";
    expect(receivedPaths()).toEqual([
      query,
      `${query}&cursor=next%261`,
      `${query}&cursor=next2`,
    ]);
    for await (const { taskId } of client.list()) {
      expect(taskId).toBe("a");
      break;
    }
    expect(receivedPaths().slice(3)).toEqual(["GET /api/ccsp/tasks"]);
  });

  it("submits many at once, each with its own receipt or error", async () => {
    const refused = problem(400, "invalid-request", {
      errors: [{ field: "model", message: "is bad" }],
    });
    const full = problem(429, "too-many-queued");
    const client = await answering({
      status: 200,
      body: {
        items: [
          { status: 202, task: ACCEPTED.body },
          { status: 400, problem: refused.body },
          { status: 429, problem: full.body, retryAfterMs: 5_000 },
        ],
      },
    });
    const results = await client.submitBatch(
      [
        { prompt: "a", executeAt: new Date("2030-01-01T00:00:00Z") },
        { prompt: "b", model: "?" },
        { prompt: "c" },
      ],
      { idempotencyKey: "batch-1" },
    );
    expect(results[0]).toEqual({ task: ACCEPTED.body });
    expect(results[1]!.error).toBeInstanceOf(errors.InvalidRequestError);
    expect(results[1]!.error).toMatchObject({
      requestId: "request-1",
      fields: [{ field: "model" }],
    });
    expect(results[2]!.error).toBeInstanceOf(errors.TooManyQueuedError);
    expect(results[2]!.error).toMatchObject({ retryAfterMs: 5_000 });
    expect(service.received).toMatchObject([
      {
        method: "POST",
        path: "/api/ccsp/tasks/batch",
        headers: { "idempotency-key": "batch-1" },
        body: {
          tasks: [
            { prompt: "a", executeAt: "2030-01-01T00:00:00.000Z" },
            { prompt: "b", model: "?" },
            { prompt: "c" },
          ],
        },
      },
    ]);
  });

  it("takes an answer of another shape for that of another service", async () => {
    const client = await answering(
      { status: 200, body: {} },
      { status: 200, body: { items: 3 } },
    );
    await expect(client.list().next()).rejects.toThrow(/not one of CCSP/);
    await expect(client.submitBatch([])).rejects.toThrow(/not one of CCSP/);
  });
});
