import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { type Service, startService } from "./service.ts";

describe("Where models, turns and dollars are limited", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({
      CCSP_ALLOWED_MODELS: "sonnet, haiku",
      CCSP_MAX_TURNS: "10",
      CCSP_MAX_BUDGET_USD: "0.5",
    });
  });
  afterAll(async () => {
    await service.end();
  });

  const submit = (body: object) =>
    service.send({
      method: "POST",
      path: "/tasks",
      body: JSON.stringify({ prompt: "p", ...body }),
    });

  it.each([
    { field: "model", wish: { model: "opus" } },
    { field: "maxTurns", wish: { maxTurns: 11 } },
    { field: "maxBudgetUsd", wish: { maxBudgetUsd: 0.51 } },
  ])(
    "a request beyond the limit of $field is refused",
    async ({ field, wish }) => {
      const answer = await submit(wish);
      expectProblem(answer, { status: 400, code: "invalid-request", field });
    },
  );

  it("a request within the limits is accepted, and one without a word about them", async () => {
    const within = { model: "haiku", maxTurns: 10, maxBudgetUsd: 0.5 };
    expect(await submit(within)).toMatchObject({ status: 202 });
    expect(await submit({})).toMatchObject({ status: 202 });
  });
});
