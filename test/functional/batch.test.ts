import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { anOperator } from "./orders.ts";
import { bearer, get, UUID } from "./requests.ts";
import { type Answer, type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { order } = anOperator(() => service);
const sendText = (
  body: string,
  headers: Readonly<Record<string, string>> = {},
  leftMs?: number,
) =>
  service.send({ method: "POST", path: "/tasks/batch", headers, body }, leftMs);
const batch = (
  tasks: unknown,
  headers: Readonly<Record<string, string>> = {},
) => sendText(JSON.stringify({ tasks }), headers);
const prompts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ prompt: `p${index}` }));

interface Item {
  readonly status: number;
  readonly task?: { readonly taskId: string };
  readonly problem?: Answer["body"];
}
const itemsOf = ({ body }: Answer) => body["items"] as readonly Item[];
const idsOf = (answer: Answer) =>
  itemsOf(answer).map(({ task }) => task?.taskId);

describe("POST /tasks/batch", () => {
  it("accepts a hundred at once, each as a task of its own", async () => {
    const tasks = prompts(100).map((task, index) => ({
      ...task,
      metadata: { index },
    }));
    const answer = await batch(tasks);
    expect(answer.status).toBe(200);
    const ids = idsOf(answer);
    expect(new Set(ids).size).toBe(100);
    for (const { status, task } of itemsOf(answer)) {
      expect(status).toBe(202);
      expect(task).toMatchObject({
        taskId: expect.stringMatching(UUID),
        status: "queued",
        priority: "normal",
      });
    }
    for (const index of [0, 50, 99]) {
      const { body } = await service.send(get(`/tasks/${String(ids[index])}`));
      expect(body["metadata"]).toEqual({ index });
    }
  });

  it("accepts what is right and names what is wrong, in order", async () => {
    const answer = await batch([
      { prompt: "x", priority: "high" },
      { prompt: "" },
      { prompt: "x", timeout: 1, color: "red" },
      "x",
      { prompt: "x", executeAt: "1970-01-01T00:00:00Z" },
      { prompt: "x".repeat(1_048_577) },
      { prompt: "x" },
    ]);
    expect(answer.status).toBe(200);
    expect(itemsOf(answer)).toMatchObject([
      { status: 202, task: { priority: "high" } },
      { status: 400, problem: { code: "invalid-request", field: "prompt" } },
      { status: 400, problem: { field: "timeout" } },
      { status: 400, problem: { field: "task" } },
      { status: 400, problem: { field: "executeAt" } },
      { status: 413, problem: { code: "payload-too-large", field: "prompt" } },
      { status: 202 },
    ]);
    const { problem } = itemsOf(answer)[2]!;
    expect(problem).toMatchObject({
      type: "/api/ccsp/docs/errors#invalid-request",
      title: expect.any(String),
      status: 400,
      detail: expect.stringContaining("color is not a known property"),
      requestId: answer.headers["x-request-id"],
    });
  });

  it("holds what no text can carry against its own item", async () => {
    const answer = await sendText(
      '{"tasks": [{"prompt": "\\ud800"}, "\\ud800", {"prompt": "x"}, {"prompt": "x", "context": {"__proto__": 1}}]}',
    );
    expect(itemsOf(answer)).toMatchObject([
      { status: 400, problem: { field: "prompt" } },
      { status: 400, problem: { field: "task" } },
      { status: 202 },
      { status: 400, problem: { field: "context.__proto__" } },
    ]);
  });

  it.each([
    [{}, "tasks", /is missing; send a list/],
    [{ tasks: [] }, "tasks", /must hold 1 to 100 requests/],
    [{ tasks: prompts(101) }, "tasks", /must hold 1 to 100 requests/],
    [{ tasks: { prompt: "x" } }, "tasks", /must be a list/],
    [{ tasks: null }, "tasks", /must be a list/],
    [
      { tasks: prompts(1), priority: "low" },
      "priority",
      /not a known property/,
    ],
    [prompts(1), "body", /must be a JSON object/],
  ])("refuses %j as a whole", async (body, field, detail) => {
    expectProblem(await sendText(JSON.stringify(body)), {
      status: 400,
      code: "invalid-request",
      field,
      detail,
    });
  });

  it("refuses what is no JSON, what is too large and what has a query", async () => {
    expectProblem(await sendText("{"), {
      status: 400,
      code: "invalid-json",
      field: "body",
    });
    const large = prompts(6).map(() => ({ prompt: "x".repeat(1_000_000) }));
    expectProblem(await batch(large), {
      status: 413,
      code: "payload-too-large",
      field: "body",
    });
    const path = "/tasks/batch?dry=1";
    const body = JSON.stringify({ tasks: prompts(1) });
    expectProblem(await service.send({ method: "POST", path, body }), {
      status: 400,
      code: "invalid-request",
      field: "dry",
    });
  });

  it("takes 4.9 MB", async () => {
    const answer = await batch(
      prompts(7).map(() => ({ prompt: "x".repeat(700_000) })),
    );
    expect(itemsOf(answer).map(({ status }) => status)).toEqual(
      Array<number>(7).fill(202),
    );
  });

  it("says of those that its time did not suffice for that they were not taken", async () => {
    const answer = await sendText(
      JSON.stringify({ tasks: prompts(2) }),
      {},
      4_000,
    );
    expect(itemsOf(answer)).toMatchObject([
      {
        status: 503,
        problem: { code: "dependency-unavailable" },
        retryAfterMs: 5_000,
      },
      { status: 503 },
    ]);
  });
});

describe("the Idempotency-Key of a batch", () => {
  const keyed = (key: string, tasks: unknown) =>
    batch(tasks, { "idempotency-key": key });

  it("makes each of its requests repeatable", async () => {
    const first = await keyed("b1", prompts(10));
    const again = await keyed("b1", prompts(10));
    expect(again.body).toEqual(first.body);
    const longer = await keyed("b1", prompts(12));
    expect(idsOf(longer).slice(0, 10)).toEqual(idsOf(first));
    expect(new Set(idsOf(longer)).size).toBe(12);
  });

  it("is refused at the place where another request stood", async () => {
    const [one, two, three] = prompts(3);
    const first = await keyed("b2", [one, two]);
    const again = await keyed("b2", [one, three]);
    expect(itemsOf(again)).toMatchObject([
      { status: 202, task: { taskId: idsOf(first)[0] } },
      {
        status: 409,
        problem: { code: "idempotency-key-reused", field: "Idempotency-Key" },
      },
    ]);
  });

  it("is another one than that of a single request", async () => {
    const single = await service.send({
      method: "POST",
      path: "/tasks",
      headers: { "idempotency-key": "b3" },
      body: JSON.stringify({ prompt: "single" }),
    });
    const answer = await keyed("b3", prompts(1));
    expect(itemsOf(answer)[0]).toMatchObject({ status: 202 });
    expect(idsOf(answer)).not.toContain(single.body["taskId"]);
  });

  it("is checked once for all", async () => {
    expectProblem(await keyed("a b", prompts(1)), {
      status: 400,
      code: "invalid-request",
      field: "Idempotency-Key",
    });
  });
});

describe("a batch under an emergency stop", () => {
  it("is refused as a whole", async () => {
    await order("/control/emergency-stop");
    // Seen within a second: until then it is taken.
    await expect
      .poll(async () => (await batch(prompts(1))).status, { timeout: 30_000 })
      .toBe(503);
    const answer = await batch(prompts(2));
    expectProblem(answer, { status: 503, code: "emergency-stop" });
    expect(answer.headers["retry-after"]).toBe("60");
    await order("/control/clear");
  });
});

it("a batch is for agents", async () => {
  const headers = bearer(service.tokens.operator);
  const { status } = await batch(prompts(1), headers);
  expect(status).toBe(403);
});
