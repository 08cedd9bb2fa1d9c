import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService({ CCSP_WEBHOOK_SECRET: "" });
});
afterAll(() => service.end());

describe("a service without a secret to sign with", () => {
  it("refuses a task that wants its end told, and says what to do", async () => {
    const callbackUrl = "https://agent.example/done";
    expectProblem(await service.send(submit({ prompt: "x", callbackUrl })), {
      status: 400,
      code: "invalid-request",
      field: "callbackUrl",
      detail: /set CCSP_WEBHOOK_SECRET/,
    });
  });

  it("takes any other", async () => {
    const { status } = await service.send(submit({ prompt: "x" }));
    expect(status).toBe(202);
  });
});
