import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import type { HttpRequest } from "./gateway.ts";
import { bearer, get } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

let addresses = 0;
/** Where nobody has guessed before, also not a former try of the same test. */
const newAddress = (): string => `192.0.2.${(addresses += 1)}`;

const from = (sourceIp: string, request: HttpRequest): HttpRequest => ({
  ...request,
  bend: ({ requestContext }) => ({
    requestContext: {
      ...requestContext,
      http: { ...requestContext.http, sourceIp },
    },
  }),
});
const asking = (token: string, sourceIp: string, path = "/tasks") =>
  service.send(from(sourceIp, get(path, bearer(token))));
const guess = async (sourceIp: string, path = "/tasks"): Promise<void> => {
  for (let time = 0; time < 20; time += 1) {
    const { status } = await asking(`ccsp_x${time}_guess`, sourceIp, path);
    expect(status).toBe(401);
  }
};

describe("an address that sends many tokens that are not valid", () => {
  it("is told when to come again, not whether the next one is valid", async () => {
    const address = newAddress();
    await guess(address);
    for (const token of [
      "ccsp_y_guess",
      "nonsense",
      service.tokens.otherAgent,
    ]) {
      const answer = await asking(token, address);
      expectProblem(answer, {
        status: 429,
        code: "too-many-failures",
        field: "Authorization",
        detail: /come again after the time in `Retry-After`/,
      });
      const seconds = Number(answer.headers["retry-after"]);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
      expect(answer.headers).not.toHaveProperty("www-authenticate");
    }
    const { status } = await asking(service.tokens.otherAgent, newAddress());
    expect(status).toBe(200);
  });

  it("costs nobody behind it who was let in before", async () => {
    const address = newAddress();
    expect(await asking(service.tokens.agent, address)).toHaveProperty(
      "status",
      200,
    );
    await guess(address);
    expect((await asking("ccsp_y_guess", address)).status).toBe(429);
    expect((await asking(service.tokens.agent, address)).status).toBe(200);
  });

  it("needs no token for what is open to all", async () => {
    const address = newAddress();
    await guess(address, "/health");
    const health = get("/health");
    const without = from(address, health);
    const { bend } = without;
    const answer = await service.send({
      ...without,
      bend: (event) => ({ ...bend?.(event), headers: {} }),
    });
    expect(answer.status).toBe(200);
    expect((await asking("x", address, "/health")).status).toBe(429);
  });

  it("cannot hide behind a header that names another", async () => {
    const address = newAddress();
    await guess(address);
    const other = newAddress();
    const headers = {
      ...bearer("ccsp_y_guess"),
      "x-forwarded-for": other,
      forwarded: `for=${other}`,
    };
    const answer = await service.send(from(address, get("/tasks", headers)));
    expect(answer.status).toBe(429);
  });

  it("is counted, by a metric that names it and no token", async () => {
    const address = newAddress();
    service.output();
    await asking("ccsp_y_guess", address);
    const lines = service.output().trim().split("\n");
    const metric = lines.find((line) => line.includes("AuthenticationsFailed"));
    expect(JSON.parse(metric ?? "{}")).toMatchObject({
      AuthenticationsFailed: 1,
      source: address,
      _aws: { CloudWatchMetrics: [{ Dimensions: [["Stage"]] }] },
    });
    expect(lines.join()).not.toContain("guess");
  });
});
