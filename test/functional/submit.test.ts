import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get, submit, UUID } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { idOf } from "./tasks.ts";

const DAY_MS = 86_400_000;
const almostAYearAhead = new Date(Date.now() + 364.99 * DAY_MS).toISOString();

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe("POST /tasks", () => {
  it("accepts a prompt, and says where its task is", async () => {
    const answer = await service.send(submit({ prompt: "hello" }));
    expect(answer.status).toBe(202);
    expect(answer.body).toStrictEqual({
      taskId: expect.stringMatching(UUID),
      status: "queued",
      priority: "normal",
      createdAt: expect.stringMatching(TIME),
    });
    expect(answer.headers).toStrictEqual({
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": expect.stringMatching(UUID),
      location: `/api/ccsp/tasks/${idOf(answer)}`,
    });
  });

  it("takes everything that a request may hold", async () => {
    const answer = await service.send(
      submit({
        prompt: "日本語 😀",
        priority: "urgent",
        timeout: 60_000,
        executeAt: "2027-01-01T09:00:00+09:00",
        context: { files: ["a.ts"] },
        model: "opus",
        systemPrompt: "Be brief.",
        maxTurns: 3,
        maxBudgetUsd: 0.5,
        metadata: { ticket: 7 },
        callbackUrl: "https://agents.example/done",
      }),
    );
    expect(answer.body).toMatchObject({
      status: "scheduled",
      priority: "urgent",
    });
    const task = await service.send(get(`/tasks/${idOf(answer)}`));
    expect(task.status).toBe(200);
    expect(task.body).toStrictEqual({
      taskId: idOf(answer),
      agent: "agent-one",
      status: "scheduled",
      priority: "urgent",
      attempts: 0,
      createdAt: answer.body["createdAt"],
      executeAt: "2027-01-01T00:00:00.000Z",
      metadata: { ticket: 7 },
    });
  });

  it("says nothing of the prompt to the journal or the metrics", async () => {
    service.output();
    await service.send(
      submit({ prompt: "sesame", metadata: { a: "sesame" }, context: {} }),
    );
    await service.send(submit({ prompt: "sesame", priority: "sesame" }));
    await service.send({ ...submit({}), body: '{"prompt":"sesame"' });
    const output = service.output();
    expect(output).toContain("TasksAccepted");
    expect(output).toContain('"code":"invalid-json"');
    expect(output).not.toContain("sesame");
  });

  it("leaves a refused request's id and code in the journal", async () => {
    service.output();
    const { body } = await service.send(submit({}));
    const lines = service.output().trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        event: "request-refused",
        requestId: body["requestId"],
        route: "POST /api/ccsp/tasks",
        code: "invalid-request",
      },
    ]);
  });
});

describe("the bounds themselves are allowed", () => {
  it.each([
    { timeout: 1_000 },
    { timeout: 43_200_000 },
    { timeout: 3e5 },
    { executeAt: almostAYearAhead },
    { executeAt: "2027-05-01T09:00:00+09:00" },
    { executeAt: "2027-05-01T00:00:00.123456789Z" },
    { maxTurns: 1, maxBudgetUsd: 0.01, model: "claude-opus-4-1@20250805" },
    { model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0" },
    { model: "sonnet[1m]", callbackUrl: "https://a.example:8080/done?x=1" },
    { context: {}, metadata: {}, systemPrompt: "" },
  ])("%j", async (more) => {
    const answer = await service.send(submit({ prompt: "x", ...more }));
    expect(answer.text).toContain("taskId");
    expect(answer.status).toBe(202);
  });
});
