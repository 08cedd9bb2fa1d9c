import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const post = (body: string | Buffer, type = "application/json") =>
  service.send({
    method: "POST",
    path: "/tasks",
    headers: { "content-type": type },
    body,
  });

const nested = (depth: number): string =>
  `{"prompt":"x","context":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;

const INVALID_JSON = { status: 400, code: "invalid-json", field: "body" };
const INVALID = { status: 400, code: "invalid-request" };

describe("a body that is not a JSON object is refused", () => {
  it.each([
    { what: "cut off", body: '{"prompt": "x"' },
    { what: "a trailing comma", body: '{"prompt": "x",}' },
    { what: "single quotes", body: "{'prompt': 'x'}" },
    { what: "two objects", body: '{"prompt":"x"}{"prompt":"y"}' },
    { what: "NaN", body: '{"prompt":"x","timeout":NaN}' },
    { what: "a raw line break in a text", body: '{"prompt":"a\nb"}' },
    { what: "a form", body: "prompt=x" },
  ])("$what", async ({ body }) => {
    expectProblem(await post(body), {
      ...INVALID_JSON,
      detail: /not valid JSON.*send one JSON object/,
    });
  });

  it.each(["[]", '[{"prompt":"x"}]', '"x"', "null", "1", "true"])(
    "%s",
    async (body) => {
      expectProblem(await post(body), {
        ...INVALID,
        field: "body",
        detail: /^body must be a JSON object\.$/,
      });
    },
  );

  it("an empty one lacks the prompt", async () => {
    for (const body of ["", "  ", "{}"])
      expectProblem(await post(body), {
        ...INVALID,
        field: "prompt",
        detail: /^prompt is missing; send a text\.$/,
      });
  });

  it("is said where, without a word of what was sent", async () => {
    const { text } = await post('{"prompt": "secret" "more"}');
    expect(text).toContain("at line 1 column 21");
    expect(text).not.toContain("secret");
    expect((await post("secret secret")).text).not.toContain("secret");
  });
});

describe("what serverless-offline makes of a body is understood", () => {
  it.each([
    { what: "none is null", body: null, field: "prompt" },
    { what: "0 is a number", body: 0, field: "body" },
    { what: "false is a boolean", body: false, field: "body" },
  ])("$what", async ({ body, field }) => {
    const bend = () => ({ body });
    expectProblem(await service.send({ ...submit({}), bend }), {
      ...INVALID,
      field,
    });
  });
});

describe("a body that UTF-8 or a double cannot carry is refused", () => {
  const broken = Buffer.concat([
    Buffer.from('{"prompt":"x'),
    Buffer.from([0xff, 0xc3]),
    Buffer.from('"}'),
  ]);
  it.each([
    ["replaced by the gateway", "application/json"],
    ["as base64", "application/octet-stream"],
  ])("invalid UTF-8, %s", async (_, type) => {
    expectProblem(await post(broken, type), {
      status: 400,
      code: "invalid-encoding",
      field: "body",
      detail: /encode it as UTF-8/,
    });
  });

  it("but U+FFFD that the sender wrote is a character like others", async () => {
    expect((await post('{"prompt":"\uFFFD"}')).status).toBe(202);
  });

  it("and a byte order mark is no part of the JSON", async () => {
    const body = '\uFEFF{"prompt":"x"}';
    expect((await post(body)).status).toBe(202);
    expect((await post(body, "application/octet-stream")).status).toBe(202);
  });

  it.each([
    { what: "a lone surrogate", json: '"a\\ud800b"', says: /lone surrogate/ },
    { what: "half a pair", json: '"\\udc00"', says: /lone surrogate/ },
  ])("$what in the prompt", async ({ json, says }) => {
    expectProblem(await post(`{"prompt":${json}}`), {
      ...INVALID,
      field: "prompt",
      detail: says,
    });
  });

  it.each([
    { json: '{"a":{"b":"\\ud800"}}', field: "context.a.b" },
    { json: '{"a":["x","\\ud800"]}', field: "context.a.1" },
    { json: '{"\\ud800":1}', field: "context.\uFFFD" },
    { json: '{"n":1e400}', field: "context.n" },
    { json: '{"n":-1e400}', field: "context.n" },
    { json: '{"__proto__":{"isAdmin":true}}', field: "context.__proto__" },
  ])("$json in the context", async ({ json, field }) => {
    expectProblem(await post(`{"prompt":"x","context":${json}}`), {
      ...INVALID,
      field,
      detail: /; (send|choose)/,
    });
  });

  it("bottomless nesting", async () => {
    expect((await post(nested(99))).status).toBe(202);
    for (const depth of [100, 10_000, 500_000])
      expectProblem(await post(nested(depth)), {
        ...INVALID,
        field: "context.a.a.a.a.a.a.a",
        detail: /nested deeper than 100 levels/,
      });
  });
});

describe("of a name that is there twice", () => {
  it("the last one counts, as JSON.parse says", async () => {
    const { status, body } = await post(
      '{"prompt":"x","priority":"low","priority":"high"}',
    );
    expect({ status, priority: body["priority"] }).toStrictEqual({
      status: 202,
      priority: "high",
    });
  });
});
