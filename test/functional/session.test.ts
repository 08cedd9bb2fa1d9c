import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { type Login, newLogin } from "./login.ts";
import { anOperator } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { idOf, newHand } from "./tasks.ts";

let service: Service;
let login: Login;
beforeAll(async () => {
  service = await startService();
  login = newLogin();
});
afterAll(() => service.end());

const { order, look, audited } = anOperator(() => service);
const TIME = expect.stringMatching(/^\d{4}-.*Z$/) as string;
const status = async () => (await look("/session/status")).body;
const restored = async (body?: string) => {
  const answer = await order("/session/restored", body);
  expect(answer.status).toBe(200);
  return answer.body;
};
/** Tasks that met the lost login. */
const blocked: string[] = [];

describe("while the login works", () => {
  it.each(["operator", "observer"] as const)(
    "GET /session/status tells an %s little",
    async (who) => {
      const request = get("/session/status", bearer(service.tokens[who]));
      const answer = await service.send(request);
      expect(answer.status).toBe(200);
      expect(answer.body).toStrictEqual({
        state: "active",
        since: TIME,
        blockedTasks: 0,
      });
    },
  );

  it("POST /session/restored changes nothing", async () => {
    expect(await restored()).toStrictEqual({ changed: false, state: "active" });
    expect(await audited(1)).toEqual([]);
  });
});

describe("a lost login", () => {
  it("is told by GET /session/status, the health and the tasks", async () => {
    const hand = newHand();
    for (const prompt of ["one", "two"]) {
      const id = idOf(await service.send(submit({ prompt })));
      await hand.finish(id, "session-expired");
      blocked.push(id);
    }
    await service.send(submit({ prompt: "three" }));
    await login.lose();

    // The third one waits, but was not blocked by anything that it met.
    expect(await status()).toStrictEqual({
      state: "blocked",
      since: TIME,
      blockedTasks: 2,
    });
    const { body } = await look("/health");
    expect(body).toMatchObject({
      status: "degraded",
      dependencies: {
        session: { state: "blocked" },
        gate: { name: "session", reason: "session-expired", actor: "ccsp" },
      },
    });
    const task = await service.send(get(`/tasks/${blocked[0] ?? ""}`));
    expect(task.body).toMatchObject({
      status: "blocked",
      attempts: 0,
      error: { code: "session-expired", retryable: true, sessionTimeout: true },
    });
  });

  it("lets a task that it blocks be cancelled, once", async () => {
    const id = idOf(await service.send(submit({ prompt: "four" })));
    await newHand().finish(id, "billing");
    const cancel = { method: "DELETE", path: `/tasks/${id}` };
    for (let times = 0; times < 2; times += 1)
      expect(await service.send(cancel)).toMatchObject({
        status: 200,
        body: { status: "cancelled", attempts: 0 },
      });
    expect(await status()).toMatchObject({ blockedTasks: 2 });
  });

  it("is verified when POST /session/restored asks for it, once", async () => {
    const asked = { changed: true, state: "verifying" };
    expect(await restored()).toStrictEqual(asked);
    expect(await restored()).toStrictEqual({ ...asked, changed: false });
    expect(await status()).toMatchObject({ state: "verifying" });
    expect(await audited(2)).toMatchObject([
      { action: "restore-session", actor: "operator", reason: "not given" },
      { action: "session-lost", actor: "ccsp" },
    ]);
  });

  it("that is still lost has its reason in GET /session/status", async () => {
    await login.verify({ login: "fails", reason: "401 expired" });
    expect(await status()).toStrictEqual({
      state: "monitoring",
      since: TIME,
      blockedTasks: 2,
      lastVerifiedAt: TIME,
      lastError: "401 expired",
    });
  });

  it("comes back, and the clock frees what a dead executor left blocked", async () => {
    expect(await service.tick("poll-session-issue")).toStrictEqual({
      state: "monitoring",
      freed: 0,
    });
    expect(await restored('{"reason":" renewed "}')).toMatchObject({
      changed: true,
    });
    await login.verify({ login: "works" });
    expect(await status()).toStrictEqual({
      state: "active",
      since: TIME,
      blockedTasks: 2,
      lastVerifiedAt: TIME,
    });
    expect(await service.tick("poll-session-issue")).toStrictEqual({
      state: "active",
      freed: 2,
    });
    expect(await status()).toMatchObject({ state: "active", blockedTasks: 0 });
    for (const id of blocked) {
      const { body } = await service.send(get(`/tasks/${id}`));
      expect(body).toMatchObject({ status: "queued", attempts: 0 });
    }
    expect(await audited(2)).toMatchObject([
      { action: "session-restored", actor: "ccsp" },
      { action: "restore-session", actor: "operator", reason: "renewed" },
    ]);
  });

  it("is overruled by an operator who opens its gate, and the clock frees what it blocked", async () => {
    const id = idOf(await service.send(submit({ prompt: "five" })));
    await login.lose();
    await newHand().finish(id, "session-expired");
    const body = '{"gate":"session","reason":"a false alarm"}';
    expect(await order("/queue/resume", body)).toMatchObject({
      status: 200,
      body: { session: { closed: false }, changed: true },
    });
    expect(await status()).toMatchObject({ state: "active", blockedTasks: 1 });
    expect(await service.tick("poll-session-issue")).toStrictEqual({
      state: "active",
      freed: 1,
    });
    expect(await audited(2)).toMatchObject([
      { action: "resume", actor: "operator", detail: { gate: "session" } },
      { action: "session-lost", actor: "ccsp" },
    ]);
  });
});

describe("what is wrong is refused, and named", () => {
  it.each([
    { body: '{"reason":1}', field: "reason" },
    { body: `{"reason":"${"r".repeat(1_001)}"}`, field: "reason" },
    { body: '{"until":"2030-01-01T00:00:00Z"}', field: "until" },
    { body: '["renewed"]', field: "body" },
  ])("$body", async ({ body, field }) => {
    expectProblem(await order("/session/restored", body), {
      status: 400,
      code: "invalid-request",
      field,
    });
  });

  it.each([
    ["GET", "/session/status?state=active", "state"],
    ["POST", "/session/restored?reason=renewed", "reason"],
  ] as const)("%s %s", async (method, path, field) => {
    const headers = bearer(service.tokens.operator);
    expectProblem(await service.send({ method, path, headers }), {
      status: 400,
      code: "invalid-request",
      field,
    });
  });
});
