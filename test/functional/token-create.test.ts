import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_TOKEN_MS } from "../../shared/domain/timing.ts";
import { anOperator, inSeconds } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { aTokenDesk, type Items } from "./token-desk.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { order, look, audited } = anOperator(() => service);
const { create, listed, asking } = aTokenDesk(() => service);
const TIME = expect.stringMatching(/^\d{4}-.*Z$/) as string;
const DAY_MS = 86_400_000;

describe("POST /tokens", () => {
  it("makes a token that opens the doors of its scopes, in its agent's name", async () => {
    const wanted = { agent: "ci@acme.build_2", scopes: ["observe", "tasks"] };
    const answer = await order("/tokens", JSON.stringify(wanted));
    expect(answer.status).toBe(201);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.body).toStrictEqual({
      id: expect.stringMatching(/^[a-z0-9]{16}$/),
      token: expect.stringMatching(/^ccsp_[a-z0-9]{16}_[0-9A-Za-z]{43}$/),
      ...wanted,
      expiresAt: TIME,
      createdAt: TIME,
    });
    const { id, token, expiresAt, createdAt } = answer.body;
    expect(token).toMatch(`ccsp_${String(id)}_`);
    const lasts = Date.parse(String(expiresAt)) - Date.parse(String(createdAt));
    expect(lasts).toBe(90 * DAY_MS);

    const theirs = bearer(String(token));
    const task = await service.send(submit({ prompt: "x" }, theirs));
    const path = `/tasks/${String(task.body["taskId"])}`;
    expect((await service.send(get(path, theirs))).body).toMatchObject({
      agent: wanted.agent,
    });
    expect(await asking(String(token), "/queue/status")).toBe(200);
    const { status } = await service.send({
      ...{ method: "POST", path: "/queue/pause", headers: theirs },
    });
    expect(status).toBe(403);
  });

  it.each([
    ["tasks"],
    ["observe"],
    ["operate"],
    ["tasks", "observe", "operate"],
  ])("takes the scopes %s %s %s", async (...scopes) => {
    const { id } = await create({ scopes });
    const [newest] = await listed("?limit=1");
    expect(newest).toMatchObject({ id, scopes });
  });

  it("takes a time in any zone, up to a year ahead", async () => {
    const inTokyo = inSeconds(9 * 3_600 + 60).replace("Z", "+09:00");
    const inAMinute = new Date(inTokyo).toISOString();
    expect((await create({ expiresAt: inTokyo })).expiresAt).toBe(inAMinute);
    const far = inSeconds(MAX_TOKEN_MS / 1_000 - 1);
    expect((await create({ expiresAt: far })).expiresAt).toBe(far);
  });

  it("makes another each time, also by two operators at once", async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => create()));
    expect(new Set(made.map(({ id }) => id)).size).toBe(6);
    expect(new Set(made.map(({ token }) => token.slice(-43))).size).toBe(6);
    for (const { token } of made) expect(await asking(token)).toBe(200);
  });

  it("is audited", async () => {
    const { id, expiresAt } = await create({ agent: "zoe" });
    expect(await audited(1)).toStrictEqual([
      {
        action: "create-token",
        actor: "operator",
        at: TIME,
        detail: { id, agent: "zoe", scopes: ["tasks"], expiresAt },
      },
    ]);
  });
});

describe("GET /tokens", () => {
  it("tells whoever may observe which there are, newest first", async () => {
    const { id, expiresAt } = await create({ agent: "bea" });
    const request = get("/tokens?limit=1", bearer(service.tokens.observer));
    const { status, body } = await service.send(request);
    expect(status).toBe(200);
    expect(body["items"]).toStrictEqual([
      { id, agent: "bea", scopes: ["tasks"], createdAt: TIME, expiresAt },
    ]);
    expect((await listed()).map(({ agent }) => agent)).toContain("agent-one");
  });

  it("gives pages that miss and repeat nothing", async () => {
    const all = await listed("?limit=100");
    const found: unknown[] = [];
    let cursor: string | undefined = "";
    for (let pages = 0; cursor !== undefined; pages += 1) {
      const { body } = await look(`/tokens?limit=3${cursor}`);
      found.push(...(body["items"] as Items));
      const next = body["cursor"] as string | undefined;
      cursor = next && `&cursor=${next}`;
      expect(pages).toBeLessThan(all.length);
    }
    expect(found).toStrictEqual(all);
    expect(all.length).toBeGreaterThan(10);
  });

  it("leaves out what has expired", async () => {
    const ids = (await listed("?limit=100")).map(({ id }) => id);
    const [, inForce] = service.tokens.agent.split("_");
    const [, expired] = service.tokens.expired.split("_");
    expect(ids).toContain(inForce);
    expect(ids).not.toContain(expired);
  });
});
