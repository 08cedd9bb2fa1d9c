import { afterAll, beforeAll, describe, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Answer, type Service, startService } from "./service.ts";
import { idOf } from "./tasks.ts";

let service: Service;
let id: string;
beforeAll(async () => {
  service = await startService();
  for (let made = 0; made < 3; made += 1)
    id = idOf(await service.send(submit({ prompt: "x" })));
});
afterAll(() => service.end());

const list = (query = "", token = service.tokens.agent) =>
  service.send(get(`/tasks${query}`, bearer(token)));

const cursorOf = ({ body }: Answer) => String(body["cursor"]);

describe("a query that is not known is refused", () => {
  it.each([
    { query: "?limit=0", field: "limit" },
    { query: "?limit=101", field: "limit" },
    { query: "?limit=-1", field: "limit" },
    { query: "?limit=abc", field: "limit" },
    { query: "?limit=", field: "limit" },
    { query: "?limit=1e1", field: "limit" },
    { query: "?limit=1.5", field: "limit" },
    { query: "?limit=5&limit=6", field: "limit" },
    { query: "?status=nope", field: "status" },
    { query: "?status=", field: "status" },
    { query: "?status=QUEUED", field: "status" },
    { query: "?status=queued&status=failed", field: "status" },
    { query: "?priority=High", field: "priority" },
    { query: "?agent=agent-two", field: "agent" },
    { query: "?Limit=5", field: "Limit" },
    { query: "?%00=1", field: "\0" },
  ])("$query", async ({ query, field }) => {
    expectProblem(await list(query), {
      status: 400,
      code: "invalid-request",
      field,
      detail: /must be|is not a known property; remove it/,
    });
  });

  it("also on routes that have none", async () => {
    const path = `/tasks/${id}?wait=5`;
    for (const method of ["GET", "DELETE"])
      expectProblem(await service.send({ method, path }), {
        status: 400,
        code: "invalid-request",
        field: "wait",
        detail: /is not a known property; remove it/,
      });
  });
});

describe("a cursor that was not given to the caller is refused", () => {
  it.each([
    { what: "empty", bend: () => "" },
    { what: "malformed", bend: () => "abc" },
    { what: "not base64url", bend: () => "%F0%9F%98%80" },
    { what: "cut off", bend: (cursor: string) => cursor.slice(0, -4) },
    { what: "longer", bend: (cursor: string) => `${cursor}AAAA` },
    { what: "padded", bend: (cursor: string) => `${cursor}=` },
    {
      what: "repeated",
      bend: (cursor: string) => `${cursor}&cursor=${cursor}`,
    },
    {
      what: "with another time",
      bend: (cursor: string) =>
        Buffer.from(
          Buffer.from(cursor, "base64url").toString().replace("T", "T2"),
        ).toString("base64url"),
    },
    {
      what: "with another task",
      bend: (cursor: string) => {
        const bytes = Buffer.from(cursor, "base64url");
        bytes[60] = bytes[60] === 0x30 ? 0x31 : 0x30;
        return bytes.toString("base64url");
      },
    },
  ])("$what", async ({ bend }) => {
    const cursor = cursorOf(await list("?limit=1"));
    expectProblem(await list(`?limit=1&cursor=${bend(cursor)}`), {
      status: 400,
      code: "invalid-cursor",
      field: "cursor",
      detail: /use the one of the page before, or none for the first/,
    });
  });

  it("another agent's", async () => {
    const cursor = cursorOf(await list("?limit=1"));
    const theirs = await list(`?cursor=${cursor}`, service.tokens.otherAgent);
    expectProblem(theirs, {
      status: 400,
      code: "invalid-cursor",
      field: "cursor",
    });
  });
});
