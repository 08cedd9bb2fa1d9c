import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { anOperator, inSeconds } from "./orders.ts";
import { bearer, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { order, look, audited } = anOperator(() => service);
const DAY_S = 86_400;
const good = { agent: "alice", scopes: ["tasks"] };

const NAME = /agent must be 1 to 64 letters, digits, dots, hyphens/;
const SET =
  /scopes must hold at least one of tasks, observe, operate, and none/;
const TIME = /expiresAt must be an ISO 8601 time with a zone, for example/;

describe.each([
  {
    field: "agent",
    values: ["", " ", "-a", "a b", "a\n", "a#b", "é"],
    says: NAME,
  },
  {
    field: "agent",
    values: ["a".repeat(65), "__proto__", "\u202Ea"],
    says: NAME,
  },
  { field: "agent", values: [1, null, true, [], {}], says: /must be a text/ },
  {
    field: "agent",
    values: [undefined],
    says: /agent is missing; send a text/,
  },
  { field: "agent", values: ["ccsp", "CCSP"], says: /the service's own name/ },
  { field: "scopes", values: [[], ["tasks", "tasks"]], says: SET },
  { field: "scopes", values: ["tasks", 1, null, {}], says: /must be a list/ },
  { field: "scopes", values: [undefined], says: /is missing; send a list/ },
  {
    field: "scopes.0",
    values: [["admin"], ["TASKS"], ["*"], [""], [1], [null], [["tasks"]]],
    says: /must be one of tasks, observe, operate/,
  },
  { field: "expiresAt", values: ["90d", "", "2030-01-01", 1e12], says: TIME },
  { field: "expiresAt", values: ["2027-01-01T00:00:00", null], says: TIME },
  {
    field: "expiresAt",
    values: [inSeconds(-1), "1970-01-01T00:00:00Z"],
    says: /is not in the future; choose a later time, or leave it out for 90/,
  },
  {
    field: "expiresAt",
    values: [inSeconds(366 * DAY_S), "9999-12-31T23:59:59Z"],
    says: /is more than 365 days ahead; choose an earlier time/,
  },
  {
    field: "id",
    values: ["a1"],
    says: /id is not a known property; remove it/,
  },
  {
    field: "token",
    values: ["ccsp_a_b"],
    says: /token is not a known property/,
  },
])("POST /tokens refuses $field", ({ field, values, says }) => {
  it.each(values.map((value) => ({ value })))("$value", async ({ value }) => {
    const [name = ""] = field.split(".");
    const answer = await order(
      "/tokens",
      JSON.stringify({ ...good, [name]: value }),
    );
    expectProblem(answer, {
      status: 400,
      code: "invalid-request",
      field,
      detail: says,
    });
  });
});

describe("POST /tokens names everything that is missing", () => {
  it.each([undefined, "", "{}"])("in %j", async (body) => {
    const answer = await order("/tokens", body);
    expectProblem(answer, {
      status: 400,
      code: "invalid-request",
      field: "agent",
      detail:
        /agent is missing; send a text\. scopes is missing; send a list\./,
    });
  });

  it.each(["[]", '"x"', "1", "null"])("and takes no %s", async (body) => {
    const { status, body: told } = await order("/tokens", body);
    expect({ status, field: told["field"] }).toEqual({
      status: 400,
      field: "body",
    });
  });

  it("a query it takes none of", async () => {
    expectProblem(await order("/tokens?agent=a", JSON.stringify(good)), {
      status: 400,
      code: "invalid-request",
      field: "agent",
      detail: /is not a known property/,
    });
  });
});

describe("GET /tokens refuses", () => {
  it.each([
    { query: "limit=0", field: "limit", code: "invalid-request" },
    { query: "limit=101", field: "limit", code: "invalid-request" },
    { query: "agent=alice", field: "agent", code: "invalid-request" },
    { query: "cursor=abc", field: "cursor", code: "invalid-cursor" },
  ])("?$query", async ({ query, field, code }) => {
    expectProblem(await look(`/tokens?${query}`), { status: 400, code, field });
  });

  it("the cursor of another list", async () => {
    for (let made = 0; made < 2; made += 1)
      await service.send(submit({ prompt: "x" }));
    const page = await service.send({ method: "GET", path: "/tasks?limit=1" });
    const cursor = String(page.body["cursor"]);
    expectProblem(await look(`/tokens?cursor=${cursor}`), {
      status: 400,
      code: "invalid-cursor",
      field: "cursor",
    });
  });
});

describe("DELETE /tokens/{id} finds no token by", () => {
  const remove = (id: string) =>
    service.send({
      method: "DELETE",
      path: `/tokens/${id}`,
      headers: bearer(service.tokens.operator),
    });

  it.each(["0123456789abcdef", "a"])("an unknown id: %s", async (id) => {
    expectProblem(await remove(id), {
      status: 404,
      code: "token-not-found",
      field: "id",
      detail: new RegExp(`^There is no token ${id}, or it has expired`),
    });
  });

  it.each([
    "A1",
    "%20",
    "a_b",
    "ccsp_a1_SECRET",
    "a".repeat(65),
    "%00",
    "__proto__",
  ])("what is none: %s", async (id) => {
    const answer = await remove(id);
    expectProblem(answer, {
      status: 404,
      code: "token-not-found",
      field: "id",
      detail: /send the part between `ccsp_` and the secret/,
    });
    expect(answer.text).not.toContain("SECRET");
  });
});

it("what was refused made nothing, and is not audited", async () => {
  const { body } = await look("/tokens?limit=100");
  const agents = (body["items"] as Readonly<Record<string, unknown>>[]).map(
    ({ agent }) => agent,
  );
  expect(agents.toSorted()).toEqual([
    "agent-one",
    "agent-two",
    "observer",
    "operator",
  ]);
  expect(await audited(10)).toEqual([]);
});
