import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { anOperator, inSeconds } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { aTokenDesk } from "./token-desk.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { order, audited } = anOperator(() => service);
const { create, revoke, asking } = aTokenDesk(() => service);
const rotate = (id: string, body?: object) =>
  order(`/tokens/${id}/rotate`, body && JSON.stringify(body));
const TIME = expect.stringMatching(/^\d{4}-.*Z$/) as string;
const SOON = { timeout: 50_000, interval: 250 };
const LIMIT_MS = 120_000;
const DAY_MS = 86_400_000;

describe("POST /tokens/{id}/rotate", () => {
  it("makes a second token for the same agent, and lets the first end in a day", async () => {
    const scopes = ["tasks", "observe"];
    const old = await create({ agent: "rita", scopes });
    const { status, headers, body } = await rotate(old.id);
    expect(status).toBe(201);
    expect(headers["cache-control"]).toBe("no-store");
    expect(body).toStrictEqual({
      id: expect.stringMatching(/^[a-z0-9]{16}$/),
      token: expect.stringMatching(/^ccsp_[a-z0-9]{16}_[0-9A-Za-z]{43}$/),
      agent: "rita",
      scopes,
      replaces: { id: old.id, expiresAt: TIME },
      expiresAt: TIME,
      createdAt: TIME,
    });
    const { id, token, expiresAt, createdAt, replaces } = body;
    const from = Date.parse(String(createdAt));
    expect(Date.parse(String(expiresAt)) - from).toBe(90 * DAY_MS);
    const end = (replaces as { readonly expiresAt: string }).expiresAt;
    expect(Date.parse(end) - from).toBe(DAY_MS);
    const detail = { id, agent: "rita", scopes, expiresAt, replaces };
    expect(await audited(1)).toStrictEqual([
      { action: "rotate-token", actor: "operator", at: TIME, detail },
    ]);

    const task = await service.send(submit({ prompt: "x" }, bearer(old.token)));
    const path = `/tasks/${String(task.body["taskId"])}`;
    expect(await asking(String(token), path)).toBe(200);
    expect(await asking(old.token, path)).toBe(200);
  });

  it(
    "ends the first when the overlap is over, and the second lasts",
    async () => {
      const old = await create();
      expect(await asking(old.token)).toBe(200); // it is remembered now
      const { body } = await rotate(old.id, { overlapMs: 1_000 });
      await expect.poll(() => asking(old.token), SOON).toBe(401);
      expect(await asking(String(body["token"]))).toBe(200);
    },
    LIMIT_MS,
  );

  it("takes another end for the second", async () => {
    const { id } = await create();
    const expiresAt = inSeconds(3_600);
    expect((await rotate(id, { expiresAt })).body).toMatchObject({ expiresAt });
  });

  it.each([
    { overlapMs: -1, says: /overlapMs must be at least 0/ },
    { overlapMs: 1.5, says: /overlapMs must be a whole number/ },
    { overlapMs: "24h", says: /overlapMs must be a number/ },
    { overlapMs: 31 * DAY_MS, says: /overlapMs must be at most 2592000000/ },
    { expiresAt: inSeconds(-1), says: /expiresAt is not in the future/ },
    { agent: "eve", says: /agent is not a known property/ },
  ])("refuses %o", async ({ says, ...body }) => {
    const { id } = await create();
    expectProblem(await rotate(id, body), {
      status: 400,
      code: "invalid-request",
      field: Object.keys(body)[0]!,
      detail: says,
    });
  });

  it("finds none that was revoked, is unknown, or is a whole token", async () => {
    const { id, token } = await create();
    await revoke(id);
    const problem = { status: 404, code: "token-not-found", field: "id" };
    const detail = /has expired or was revoked/;
    expectProblem(await rotate(id), { ...problem, detail });
    expectProblem(await rotate("a1"), { ...problem, detail });
    const answer = await rotate(token);
    expectProblem(answer, { ...problem, detail: /the part between/ });
    expect(answer.text).not.toContain(token.slice(-43));
  });

  it("is not for agents, nor for those who observe", async () => {
    const { id } = await create();
    for (const token of [service.tokens.agent, service.tokens.observer]) {
      const path = `/tokens/${id}/rotate`;
      const request = { method: "POST", path, headers: bearer(token) };
      expect((await service.send(request)).status).toBe(403);
    }
  });
});

describe("GET /whoami", () => {
  it.each([["tasks"], ["observe"], ["operate", "tasks"]])(
    "tells what a token with %s %s opens, and until when",
    async (...scopes) => {
      const { id, token, expiresAt } = await create({ agent: "wim", scopes });
      const answer = await service.send(get("/whoami", bearer(token)));
      expect(answer.status).toBe(200);
      expect(answer.body).toStrictEqual({
        agent: "wim",
        scopes,
        tokenId: id,
        expiresAt,
      });
    },
  );

  it.each([{ authorization: "" }, bearer("ccsp_a_b")])(
    "needs a token: %o",
    async (headers) => {
      expectProblem(await service.send(get("/whoami", headers)), {
        status: 401,
        code: "unauthorized",
        field: "Authorization",
      });
    },
  );

  it("refuses a query", async () => {
    expectProblem(await service.send(get("/whoami?x=1")), {
      status: 400,
      code: "invalid-request",
      field: "x",
    });
  });
});
