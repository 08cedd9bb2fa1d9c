import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { get } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

describe("what nobody serves is a problem", () => {
  it.each([
    { method: "GET", path: "/" },
    { method: "GET", path: "" },
    { method: "GET", path: "/nope" },
    { method: "GET", path: "/tasks/a/b" },
    { method: "GET", path: "/../../../etc/passwd" },
    { method: "GET", path: "/%2e%2e/%2e%2e/etc" },
    { method: "GET", path: "/tasks/%2F/result" },
    { method: "GET", path: "/__proto__" },
    { method: "GET", path: "/Health" },
    { method: "PUT", path: "/tasks" },
    { method: "PATCH", path: "/tasks" },
    { method: "DELETE", path: "/tasks" },
    { method: "POST", path: "/health" },
    { method: "OPTIONS", path: "/tasks" },
    { method: "HEAD", path: "/tasks" },
    { method: "TRACE", path: "/tasks" },
    { method: "GET", path: "/control/emergency-stop" },
    { method: "POST", path: "/control/stop-report" },
    { method: "GET", path: "/session/restored" },
    { method: "GET", path: "/tasks/" },
    { method: "POST", path: "/tasks/" },
    { method: "GET", path: "//health" },
  ])("$method $path", async (request) => {
    const answer = await service.send(request);
    if (answer.body["code"] === "task-not-found") return; // an id that is none
    expectProblem(answer, {
      status: 404,
      code: "route-not-found",
      detail: new RegExp(`^There is no ${request.method} /`),
    });
  });

  it("at any length", async () => {
    const answer = await service.send(get(`/${"x".repeat(50_000)}`));
    expectProblem(answer, { status: 404, code: "route-not-found" });
    expect(answer.text.length).toBeLessThan(700);
  });

  it("needs no token to be told", async () => {
    const { status } = await service.send(get("/nope", { authorization: "" }));
    expect(status).toBe(404);
  });
});

it("a gateway that says `null` for what there is not is served as well", async () => {
  const nothing = {
    queryStringParameters: null,
    pathParameters: null,
    body: null,
  };
  const request = { ...get("/tasks"), bend: () => nothing };
  expect((await service.send(request)).status).toBe(200);
});
