import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OutcomeName } from "../../shared/domain/outcome.ts";
import { expectProblem } from "./expect-problem.ts";
import { anOperator } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Answer, type Service, startService } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";

let service: Service;
let hand: Hand;
beforeAll(async () => {
  service = await startService();
  hand = newHand();
});
afterAll(() => service.end());

const { look, order, audited } = anOperator(() => service);
const redrive = (body?: unknown) =>
  order(
    "/dead-letters/redrive",
    body === undefined ? body : JSON.stringify(body),
  );
const failed = async (
  outcome: OutcomeName = "invalid-request",
  fields: object = {},
  token = service.tokens.agent,
) => {
  const request = submit(
    { prompt: "a secret prompt", ...fields },
    bearer(token),
  );
  const id = idOf(await service.send(request));
  await hand.finish(id, outcome, "a secret answer");
  return id;
};
const itemsOf = ({ body }: Answer) =>
  body["items"] as readonly Readonly<Record<string, unknown>>[];
const idsOf = (answer: Answer) => itemsOf(answer).map((item) => item["taskId"]);
const statusOf = async (id: string, token = service.tokens.agent) =>
  (await service.send(get(`/tasks/${id}`, bearer(token)))).body["status"];

describe("GET /dead-letters", () => {
  const ids: string[] = [];
  beforeAll(async () => {
    ids.unshift(await failed("timeout", { priority: "high" }));
    ids.unshift(await failed("misconfigured", { metadata: { a: 1 } }));
    ids.unshift(await failed("timeout", {}, service.tokens.otherAgent));
  });
  afterAll(() => redrive({ all: true }));

  it("shows what failed, newest first, with all that it went through", async () => {
    const answer = await look("/dead-letters");
    expect(answer.status).toBe(200);
    expect(idsOf(answer)).toEqual(ids);
    expect(itemsOf(answer)[1]).toMatchObject({
      agent: "agent-one",
      status: "failed",
      success: false,
      metadata: { a: 1 },
      error: { code: "misconfigured", message: "so it went" },
      history: [
        {
          outcome: "misconfigured",
          at: expect.stringMatching(/^\d{4}-.*Z$/),
          reason: "so it went",
        },
      ],
      lapses: 0,
      returns: 0,
    });
    expect(answer.text).not.toContain("secret");
  });

  it("is for those who observe, too", async () => {
    const headers = bearer(service.tokens.observer);
    const { status } = await service.send(get("/dead-letters", headers));
    expect(status).toBe(200);
  });

  it.each([
    ["class=high", [2]],
    ["code=timeout", [0, 2]],
    ["agent=agent-one", [1, 2]],
    ["agent=agent-one&code=timeout&class=high", [2]],
    ["agent=nobody", []],
    ["class=scheduled", []],
  ])("with ?%s shows those that have it", async (query, indexes) => {
    const answer = await look(`/dead-letters?${query}`);
    expect(idsOf(answer)).toEqual(indexes.map((index) => ids[index]));
    expect(answer.body).not.toHaveProperty("cursor");
  });

  it("goes on by the cursor of the page before", async () => {
    const seen: unknown[] = [];
    let cursor = "";
    for (let page = 0; page < 3; page += 1) {
      const answer = await look(`/dead-letters?limit=1${cursor}`);
      seen.push(...idsOf(answer));
      const next = answer.body["cursor"];
      expect(next === undefined).toBe(page === 2);
      cursor = `&cursor=${String(next)}`;
    }
    expect(seen).toEqual(ids);
  });

  it.each([
    ["class=urgently", "class", /must be one of urgent, high/],
    ["code=success", "code", /must be one of .*timeout/],
    ["agent=", "agent", /must have at least 1/],
    ["limit=0", "limit", /must be a whole number from 1 to 100/],
    ["since=1", "since", /is not a known property/],
  ])("refuses ?%s", async (query, field, detail) => {
    expectProblem(await look(`/dead-letters?${query}`), {
      status: 400,
      code: "invalid-request",
      field,
      detail,
    });
  });

  it("refuses a cursor of another list", async () => {
    const own = await service.send(get("/tasks?limit=1"));
    const cursor = String(own.body["cursor"]);
    expectProblem(await look(`/dead-letters?cursor=${cursor}`), {
      status: 400,
      code: "invalid-cursor",
      field: "cursor",
    });
  });
});

describe("POST /dead-letters/redrive", () => {
  it("queues those that are named, and says why it leaves the others", async () => {
    const [one, other] = [await failed(), await failed()];
    const waiting = idOf(await service.send(submit({ prompt: "x" })));
    const unknown = "00000000-0000-4000-8000-000000000000";
    const taskIds = [one, waiting, unknown];
    expect(await redrive({ taskIds, reason: "mended" })).toMatchObject({
      status: 200,
      body: {
        redriven: 1,
        skipped: [
          { taskId: waiting, reason: "unfinished" },
          { taskId: unknown, reason: "not-found" },
        ],
        complete: true,
      },
    });
    expect([await statusOf(one), await statusOf(other)]).toEqual([
      "queued",
      "failed",
    ]);
    expect(await audited(1)).toMatchObject([
      {
        action: "redrive",
        reason: "mended",
        detail: { redriven: 1, ids: [one] },
      },
    ]);
  });

  it("queues those that pass the filters", async () => {
    const mine = await failed("timeout");
    const theirs = await failed("timeout", {}, service.tokens.otherAgent);
    const answer = await redrive({ agent: "agent-two", code: "timeout" });
    expect(answer.body).toEqual({ redriven: 1, skipped: [], complete: true });
    expect([
      await statusOf(mine),
      await statusOf(theirs, service.tokens.otherAgent),
    ]).toEqual(["failed", "queued"]);
  });

  it("of all, twice at once, queues each once", async () => {
    await redrive({ all: true });
    const ids = await Promise.all(Array.from({ length: 12 }, () => failed()));
    const answers = await Promise.all([
      redrive({ all: true }),
      redrive({ all: true }),
    ]);
    const counts = answers.map(({ body }) => Number(body["redriven"]));
    expect(counts[0]! + counts[1]!).toBe(12);
    for (const id of ids) expect(await statusOf(id)).toBe("queued");
    expect(idsOf(await look("/dead-letters"))).toEqual([]);
  }, 30_000);

  it.each([
    [undefined, "not given"],
    [{}, "not given"],
    [{ reason: "mended" }, "mended"],
  ])(
    "queues all for %j, as every order takes an empty body",
    async (body, reason) => {
      await redrive({ all: true });
      const ids = [
        await failed(),
        await failed("timeout", { priority: "low" }),
      ];
      expect((await redrive(body)).body).toEqual({
        redriven: 2,
        skipped: [],
        complete: true,
      });
      for (const id of ids) expect(await statusOf(id)).toBe("queued");
      expect(await audited(1)).toMatchObject([{ action: "redrive", reason }]);
    },
  );

  it("says in the trail by which class, in the word of the order", async () => {
    await redrive({ class: "low" });
    expect(await audited(1)).toMatchObject([
      { action: "redrive", detail: { class: "low", redriven: 0 } },
    ]);
  });

  it("leaves to the next call what its time does not suffice for", async () => {
    const id = await failed();
    const request = {
      method: "POST",
      path: "/dead-letters/redrive",
      headers: bearer(service.tokens.operator),
      body: JSON.stringify({ taskIds: [id] }),
    };
    expect((await service.send(request, 3_000)).body).toEqual({
      redriven: 0,
      skipped: [{ taskId: id, reason: "not-reached" }],
      complete: false,
    });
    expect((await service.send(request)).body).toMatchObject({ redriven: 1 });
  });

  it.each([
    [{ taskIds: [] }, "taskIds", /must hold 1 to 100 ids/],
    [
      { taskIds: Array(101).fill(crypto.randomUUID()) },
      "taskIds",
      /1 to 100 ids/,
    ],
    [{ taskIds: ["x"] }, "taskIds.0", /must be the id of a task/],
    [{ taskIds: [1] }, "taskIds.0", /must be a text/],
    [{ taskIds: "x" }, "taskIds", /must be a list/],
    [{ all: false }, "all", /must be true; leave it out to name some/],
    [{ all: true, class: "high" }, "all", /cannot be sent together with class/],
    [
      { all: true, taskIds: [crypto.randomUUID()] },
      "all",
      /together with taskIds/,
    ],
    [
      { taskIds: [crypto.randomUUID()], agent: "a" },
      "agent",
      /together with taskIds/,
    ],
    [{ class: "all" }, "class", /must be one of urgent/],
    [{ code: "cancelled" }, "code", /must be one of/],
    [{ agent: "" }, "agent", /must have at least 1/],
    [{ all: true, reason: 1 }, "reason", /must be a text/],
    [{ everything: true }, "everything", /is not a known property/],
    [[], "body", /must be a JSON object/],
  ])("refuses %j", async (body, field, detail) => {
    expectProblem(await redrive(body), {
      status: 400,
      code: "invalid-request",
      field,
      detail,
    });
  });
});
