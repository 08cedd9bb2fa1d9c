import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { bearer, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { idOf } from "./tasks.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const keyed = (key: string, body: unknown) =>
  service.send(submit(body, { "idempotency-key": key }));

const raw = (key: string, body: string) =>
  service.send({ ...submit({}, { "idempotency-key": key }), body });

describe("the same Idempotency-Key", () => {
  it("and the same body give the first task", async () => {
    const first = await keyed("same", { prompt: "x" });
    const second = await keyed("same", { prompt: "x" });
    expect(second.status).toBe(202);
    expect(second.body).toStrictEqual(first.body);
    expect(second.headers["location"]).toBe(first.headers["location"]);
  });

  it("does so for a body that is only written in another way", async () => {
    const first = await raw(
      "written",
      '{"prompt":"x","context":{"a":1,"b":{"c":2,"d":[1,{"e":3,"f":4}]}}}',
    );
    const others = [
      '{ "context": {"b": {"d": [1, {"f":4,"e":3}], "c":2}, "a":1.0},\n "prompt": "\\u0078" }',
      '{"priority":"normal","timeout":300000,"prompt":"x","context":{"a":1,"b":{"c":2,"d":[1,{"e":3,"f":4}]}}}',
    ];
    for (const body of others)
      expect(idOf(await raw("written", body))).toBe(idOf(first));
  });

  it.each([
    { body: { prompt: "y" } },
    { body: { prompt: "x", priority: "low" } },
    { body: { prompt: "x", context: { list: [2, 1] } } },
    { body: { prompt: "x", metadata: { list: [1, 2] } } },
  ])("and another body is refused: $body", async ({ body }) => {
    const key = JSON.stringify(body).replaceAll(/[^\w]/g, "-");
    await keyed(key, { prompt: "x", context: { list: [1, 2] } });
    expectProblem(await keyed(key, body), {
      status: 409,
      code: "idempotency-key-reused",
      field: "Idempotency-Key",
      detail: /with another body in the last 24 hours; use a new key/,
    });
  });

  it("of another agent is another key", async () => {
    const mine = await keyed("shared", { prompt: "x" });
    const theirs = await service.send(
      submit(
        { prompt: "y" },
        {
          "idempotency-key": "shared",
          ...bearer(service.tokens.otherAgent),
        },
      ),
    );
    expect(theirs.status).toBe(202);
    expect(idOf(theirs)).not.toBe(idOf(mine));
  });

  it("sent twenty times at once makes one task", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => keyed("crowd", { prompt: "x" })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([202]),
    );
    expect(new Set(answers.map(idOf)).size).toBe(1);
    // Only who wrote the row counts it.
    const accepted = service.output().match(/"TasksAccepted":1/g);
    expect(accepted?.length).toBeGreaterThanOrEqual(1);
  });

  it("gives the first task also when its time has come meanwhile", async () => {
    const executeAt = new Date(Date.now() + 2_000).toISOString();
    const key = crypto.randomUUID();
    const first = await keyed(key, { prompt: "x", executeAt });
    expect(first.status).toBe(202);
    await setTimeout(2_100);
    const second = await keyed(key, { prompt: "x", executeAt });
    expect(second.status).toBe(202);
    expect(idOf(second)).toBe(idOf(first));
  });
});

describe("an Idempotency-Key", () => {
  it.each([
    { what: "empty", key: "" },
    { what: "of 256 characters", key: "k".repeat(256) },
    { what: "with white space", key: "a b" },
    { what: "beyond ASCII", key: "clé" },
    { what: "with a control character", key: "a\u0001" },
  ])("$what is refused", async ({ key }) => {
    expectProblem(await keyed(key, { prompt: "x" }), {
      status: 400,
      code: "invalid-request",
      field: "Idempotency-Key",
      detail: /must be 1 to 255 visible ASCII characters/,
    });
  });

  it("of 255 characters is taken", async () => {
    const first = await keyed("k".repeat(255), { prompt: "x" });
    const second = await keyed("k".repeat(255), { prompt: "x" });
    expect(idOf(second)).toBe(idOf(first));
  });

  it("that came with a refused body is still free", async () => {
    expect((await keyed("free", { prompt: "" })).status).toBe(400);
    expect((await keyed("free", { prompt: "x" })).status).toBe(202);
  });
});

it("without a key each request is a task of its own", async () => {
  const first = await service.send(submit({ prompt: "x" }));
  const second = await service.send(submit({ prompt: "x" }));
  expect(idOf(second)).not.toBe(idOf(first));
});
