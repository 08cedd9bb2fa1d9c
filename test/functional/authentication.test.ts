import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const asking = (authorization: string) =>
  service.send(get("/tasks", { authorization }));

/** The same token with another secret. */
const forged = (token: string): string =>
  token.replace(/[^_]+$/, "0".repeat(43));

describe("without a valid token nothing is served", () => {
  it.each([
    { what: "another scheme", header: (t: string) => `Basic ${t}` },
    { what: "no scheme", header: (t: string) => t },
    { what: "no token", header: () => "Bearer" },
    { what: "an empty header", header: () => "" },
    { what: "malformed", header: () => "Bearer abc" },
    { what: "another prefix", header: (t: string) => `Bearer x${t}` },
    { what: "cut off", header: (t: string) => `Bearer ${t.slice(0, -1)}` },
    { what: "longer", header: (t: string) => `Bearer ${t}x` },
    { what: "an unknown id", header: () => "Bearer ccsp_abc_secret" },
    { what: "another secret", header: (t: string) => `Bearer ${forged(t)}` },
    { what: "twice", header: (t: string) => `Bearer ${t},Bearer ${t}` },
    { what: "10 kB", header: () => `Bearer ccsp_a_${"x".repeat(10_000)}` },
  ])("$what", async ({ header }) => {
    const answer = await asking(header(service.tokens.agent));
    expectProblem(answer, {
      status: 401,
      code: "unauthorized",
      field: "Authorization",
      detail: /send `Authorization: Bearer ccsp_<id>_<secret>`/,
    });
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="ccsp"');
  });

  it("none at all, on every route", async () => {
    const bend = () => ({ headers: {} });
    for (const [method, path] of [
      ["GET", "/tasks"],
      ["POST", "/tasks"],
      ["POST", "/tasks/batch"],
      ["GET", "/tasks/no-id"],
      ["DELETE", "/tasks/no-id"],
      ["GET", "/tasks/no-id/result"],
      ["POST", "/control/emergency-stop"],
      ["POST", "/control/clear"],
      ["GET", "/control/stop-report"],
      ["GET", "/session/status"],
      ["POST", "/session/restored"],
      ["POST", "/tasks/no-id/retry"],
      ["PATCH", "/tasks/no-id"],
      ["GET", "/dead-letters"],
      ["POST", "/dead-letters/redrive"],
      ["GET", "/queue/status"],
      ["POST", "/queue/pause"],
      ["POST", "/queue/resume"],
      ["POST", "/queue/clear"],
      ["GET", "/audit"],
      ["POST", "/tokens"],
      ["GET", "/tokens"],
      ["DELETE", "/tokens/a1"],
    ] as const)
      expectProblem(await service.send({ method, path, bend }), {
        status: 401,
        code: "unauthorized",
        field: "Authorization",
        detail: /^Send the header `Authorization/,
      });
  });

  it("an expired one", async () => {
    const { status } = await asking(`Bearer ${service.tokens.expired}`);
    expect(status).toBe(401);
  });

  it("is looked for before the body is", async () => {
    const answer = await service.send({
      ...submit({}, { authorization: "Bearer x" }),
      body: "{",
    });
    expect(answer.status).toBe(401);
  });
});

describe("a token without the scope is refused", () => {
  it.each([
    { token: "operator", method: "GET", path: "/tasks", scope: "tasks" },
    { token: "observer", method: "POST", path: "/tasks", scope: "tasks" },
    { token: "operator", method: "POST", path: "/tasks/batch", scope: "tasks" },
    {
      token: "agent",
      method: "POST",
      path: "/control/emergency-stop",
      scope: "operate",
    },
    {
      token: "observer",
      method: "POST",
      path: "/control/clear",
      scope: "operate",
    },
    ...["pause", "resume", "clear"].flatMap((action) =>
      (["agent", "observer"] as const).map((token) => ({
        token,
        method: "POST",
        path: `/queue/${action}`,
        scope: "operate",
      })),
    ),
    {
      token: "agent",
      method: "GET",
      path: "/queue/status",
      scope: "observe",
    },
    ...[
      "/audit",
      "/tokens",
      "/dead-letters",
      "/session/status",
      "/control/stop-report",
    ].map(
      (path) =>
        ({ token: "agent", method: "GET", path, scope: "observe" }) as const,
    ),
    ...(
      [
        ["PATCH", "/tasks/no-id"],
        ["POST", "/tasks/no-id/retry"],
        ["POST", "/dead-letters/redrive"],
        ["POST", "/session/restored"],
        ["POST", "/tokens"],
        ["DELETE", "/tokens/a1"],
      ] as const
    ).flatMap(([method, path]) =>
      (["agent", "observer"] as const).map((token) => ({
        token,
        method,
        path,
        scope: "operate",
      })),
    ),
  ] as const)("$token: $method $path", async (request) => {
    const headers = bearer(service.tokens[request.token]);
    expectProblem(await service.send({ ...request, headers }), {
      status: 403,
      code: "forbidden",
      field: "Authorization",
      detail: new RegExp(`needs a token with the scope \`${request.scope}\``),
    });
  });
});

describe("a valid token is taken", () => {
  it.each(["Bearer", "bearer", "BEARER", "Bearer  "])("%s", async (scheme) => {
    const { status } = await asking(`${scheme} ${service.tokens.agent}`);
    expect(status).toBe(200);
  });
});

describe("nothing but the token says who calls", () => {
  const impostor = { lambda: { agent: "agent-two", scopes: ["operate"] } };

  it("not what an authorizer is said to have found", async () => {
    const answer = await service.send({
      ...submit({ prompt: "x" }),
      bend: ({ requestContext }) => ({
        requestContext: { ...requestContext, authorizer: impostor },
      }),
    });
    const task = await service.send(
      get(`/tasks/${String(answer.body["taskId"])}`),
    );
    expect(task.body["agent"]).toBe("agent-one");
  });

  it("and without one it opens no door", async () => {
    const headers = {
      authorization: "",
      "sls-offline-authorizer-override": JSON.stringify(impostor),
    };
    const answer = await service.send({
      ...get("/tasks", headers),
      bend: ({ requestContext }) => ({
        requestContext: { ...requestContext, authorizer: impostor },
      }),
    });
    expect(answer.status).toBe(401);
  });
});

it("no token is ever written to the output", async () => {
  service.output();
  await asking(`Bearer ${service.tokens.agent}`);
  await asking(`Bearer ${forged(service.tokens.agent)}`);
  await asking(`Basic ${service.tokens.agent}`);
  const output = service.output();
  expect(output).toContain('"code":"unauthorized"');
  expect(output).not.toContain("ccsp_");
});
