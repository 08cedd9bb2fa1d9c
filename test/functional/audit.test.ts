import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { anOperator } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { order, look } = anOperator(() => service);
type Items = Readonly<Record<string, unknown>>[];

describe("GET /audit", () => {
  it("is empty where nothing was done", async () => {
    const { status, body } = await look("/audit");
    expect({ status, body }).toStrictEqual({
      status: 200,
      body: { items: [] },
    });
  });

  it("gives who did what and why, newest first, to whoever may observe", async () => {
    await order("/control/emergency-stop", '{"reason":"fire"}');
    await order("/control/clear", '{"reason":"out"}');
    await order("/queue/pause");
    await order("/queue/resume");
    const request = get("/audit", bearer(service.tokens.observer));
    const { status, body } = await service.send(request);
    expect(status).toBe(200);
    const items = body["items"] as Items;
    expect(items.map(({ action, reason }) => [action, reason])).toEqual([
      ["resume", "not given"],
      ["pause", "not given"],
      ["clear-stop", "out"],
      ["emergency-stop", "fire"],
    ]);
    for (const item of items) {
      expect(item).toMatchObject({ actor: "operator" });
      expect(item["at"]).toBe(new Date(String(item["at"])).toISOString());
      expect(item).not.toHaveProperty("id");
    }
  });

  it("gives pages that miss and repeat nothing", async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await order("/queue/pause", JSON.stringify({ reason: `turn ${turn}` }));
      await order("/queue/resume");
    }
    const all = (await look("/audit")).body["items"] as Items;
    expect(all).toHaveLength(10);
    const found: Items = [];
    let cursor: string | undefined = "";
    for (let pages = 1; cursor !== undefined; pages += 1) {
      const { body } = await look(`/audit?limit=4${cursor}`);
      found.push(...(body["items"] as Items));
      const next = body["cursor"] as string | undefined;
      cursor = next && `&cursor=${next}`;
      expect(pages).toBeLessThanOrEqual(3);
    }
    expect(found).toStrictEqual(all);
  });

  it.each([
    { query: "limit=0", field: "limit", code: "invalid-request" },
    { query: "limit=101", field: "limit", code: "invalid-request" },
    { query: "limit=x", field: "limit", code: "invalid-request" },
    { query: "action=fly", field: "action", code: "invalid-request" },
    { query: "actor=", field: "actor", code: "invalid-request" },
    { query: "who=olga", field: "who", code: "invalid-request" },
    { query: "from=today", field: "from", code: "invalid-request" },
    { query: "to=2030-01-31", field: "to", code: "invalid-request" },
    {
      query: "from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z",
      field: "from",
      code: "invalid-request",
    },
    { query: "cursor=", field: "cursor", code: "invalid-cursor" },
    { query: "cursor=abc", field: "cursor", code: "invalid-cursor" },
  ])("refuses ?$query", async ({ query, field, code }) => {
    expectProblem(await look(`/audit?${query}`), { status: 400, code, field });
  });

  it("gives only what was done in a time, by somebody, of one kind", async () => {
    const found = async (query: string) =>
      ((await look(`/audit?${query}`)).body["items"] as Items).map(
        ({ action }) => action,
      );
    await order("/queue/pause");
    const all = await found("limit=100");
    const pauses = all.filter((action) => action === "pause");
    expect(await found("action=pause&actor=operator")).toEqual(pauses);
    expect(await found("actor=ccsp")).toEqual([]);
    expect(await found("to=2020-01-01T00:00:00Z")).toEqual([]);
    const [from, to] = ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00%2B01:00"];
    expect(await found(`from=${from}&to=${to}&limit=100`)).toEqual(all);
    await order("/queue/resume");
  });

  it("refuses the cursor of another list", async () => {
    for (let made = 0; made < 2; made += 1)
      await service.send(submit({ prompt: "x" }));
    const page = await service.send(get("/tasks?limit=1"));
    const cursor = String(page.body["cursor"]);
    expectProblem(await look(`/audit?cursor=${cursor}`), {
      status: 400,
      code: "invalid-cursor",
      field: "cursor",
    });
  });
});
