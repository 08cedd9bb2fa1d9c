import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

const DAY_MS = 86_400_000;
const inDays = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString();

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const WHOLE = /must be a (whole )?number/;
const URL = /must be an http or https URL of at most 2048 characters/;
const TIME = /must be an ISO 8601 time with a zone, for example/;

describe.each([
  {
    field: "prompt",
    values: ["", " \n\t ", 1, null, true, [], {}],
    detail: /is empty; say what|only white space|must be a text/,
  },
  {
    field: "priority",
    values: ["High", "URGENT", "", "scheduled", 1, null, ["high"]],
    detail: /must be one of urgent, high, normal, low/,
  },
  {
    field: "timeout",
    values: [999, 0, -1, 43_200_001, Number.MAX_SAFE_INTEGER],
    detail: /must be at (least 1000|most 43200000)/,
  },
  { field: "timeout", values: [1.5, "300000", null, [], {}], detail: WHOLE },
  {
    field: "executeAt",
    values: ["tomorrow", "", "2030-13-01T00:00:00Z", "2030-02-30T00:00:00Z"],
    detail: TIME,
  },
  {
    field: "executeAt",
    values: ["2030-01-01T00:00:00", "2030-01-01", 1_900_000_000_000, null],
    detail: TIME,
  },
  {
    field: "executeAt",
    values: [inDays(-0.001), "1970-01-01T00:00:00Z", "0000-01-01T00:00:00Z"],
    detail: /is in the past; leave it out/,
  },
  {
    field: "executeAt",
    values: [inDays(366), "9999-12-31T23:59:59Z"],
    detail: /is more than 365 days ahead; choose an earlier time/,
  },
  {
    field: "context",
    values: [null, "x", 1, [], ["a"]],
    detail: /must be a JSON object/,
  },
  {
    field: "metadata",
    values: [null, "x", 1, [], ["a"]],
    detail: /must be a JSON object/,
  },
  {
    field: "model",
    values: ["-p", "--dangerously-skip-permissions", "", " opus", "a b", 'a"b'],
    detail: /must (start with a letter|hold only characters)/,
  },
  {
    field: "model",
    values: [null, 4, "m".repeat(257)],
    detail: /must be a text|must have at most 256 characters/,
  },
  {
    field: "systemPrompt",
    values: ["a\0b", null, 1, {}],
    detail: /must not hold NUL characters|must be a text/,
  },
  {
    field: "maxTurns",
    values: [0, -1, 1.5, 10_001, "3", null],
    detail: /must be (at|a number|a whole number)/,
  },
  {
    field: "maxBudgetUsd",
    values: [0, -0.01, 10_001, "1", null, true],
    detail: /must be (more than 0|at most 10000|a number)/,
  },
  {
    field: "callbackUrl",
    values: ["ftp://a.example/x", "javascript:alert(1)", "a.example", "", null],
    detail: URL,
  },
  {
    field: "callbackUrl",
    values: [`https://a.example/${"x".repeat(3_000)}`, 1, "http:///", "//a"],
    detail: URL,
  },
])("$field cannot be", ({ field, values, detail }) => {
  it.each(values.map((value) => ({ value })))("$value", async ({ value }) => {
    expectProblem(await service.send(submit({ prompt: "x", [field]: value })), {
      status: 400,
      code: "invalid-request",
      field,
      detail,
    });
  });
});

describe("a property that is not known is refused", () => {
  it.each(["agent", "constructor", "toString", "Prompt", "execute_at"])(
    "%s",
    async (name) => {
      expectProblem(await service.send(submit({ prompt: "x", [name]: "y" })), {
        status: 400,
        code: "invalid-request",
        field: name,
        detail: /is not a known property; remove it/,
      });
    },
  );

  it("__proto__", async () => {
    const body = '{"prompt":"x","__proto__":{"priority":"urgent"}}';
    expectProblem(await service.send({ ...submit({}), body }), {
      status: 400,
      code: "invalid-request",
      field: "__proto__",
    });
  });

  it("but any name may stand in context and metadata", async () => {
    const metadata = { constructor: 1, toString: { agent: "x" }, "": [null] };
    const { status } = await service.send(
      submit({ prompt: "x", metadata, context: metadata }),
    );
    expect(status).toBe(202);
  });
});

it("all that is wrong is named at once", async () => {
  const { body } = await service.send(
    submit({ priority: "x", timeout: 1, who: 1 }),
  );
  expect(body).toMatchObject({
    field: "prompt",
    detail: expect.stringMatching(/prompt .* priority .* timeout .* who /),
    errors: [
      { field: "prompt", message: "is missing; send a text" },
      { field: "priority" },
      { field: "timeout", message: "must be at least 1000" },
      { field: "who" },
    ],
  });
});
