import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { bearer, submit } from "./requests.ts";
import { type Answer, type Service, startService } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";

let service: Service;
let hand: Hand;
beforeAll(async () => {
  service = await startService({
    CCSP_MAX_QUEUED_PER_AGENT: "10",
    CCSP_MAX_QUEUED_PER_CLASS: "12",
  });
  hand = newHand();
});
afterAll(() => service.end());

const send = (fields: object = {}, headers = {}) =>
  service.send(submit({ prompt: "x", ...fields }, headers));
const accepted = (answers: readonly Answer[]) =>
  answers.filter(({ status }) => status === 202);

describe("the cap of an agent", () => {
  const ids: string[] = [];

  it("accepts exactly as many as it says, of twenty-five at once", async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => send()));
    ids.push(...accepted(answers).map(idOf));
    expect(ids).toHaveLength(10);
    const refused = answers.filter(({ status }) => status !== 202);
    for (const answer of refused) {
      expectProblem(answer, {
        status: 429,
        code: "too-many-queued",
        detail:
          /maxQueuedPerAgent: 10\); wait until some have started, or cancel/,
      });
      expect(answer.headers["retry-after"]).toBe("60");
    }
  });

  it("gives a place back for each that starts or is cancelled", async () => {
    await hand.claim(ids[0]! as Parameters<Hand["claim"]>[0]);
    await service.send({ method: "DELETE", path: `/tasks/${ids[1]!}` });
    expect((await send()).status).toBe(202);
    expect((await send({ priority: "low" })).status).toBe(202);
    expect((await send()).status).toBe(429);
  });

  it("holds against each item of a batch", async () => {
    await service.send({ method: "DELETE", path: `/tasks/${ids[2]!}` });
    const { body } = await service.send({
      method: "POST",
      path: "/tasks/batch",
      body: JSON.stringify({ tasks: [{ prompt: "x" }, { prompt: "x" }] }),
    });
    expect(body["items"]).toMatchObject([
      { status: 202 },
      {
        status: 429,
        problem: { code: "too-many-queued" },
        retryAfterMs: 60_000,
      },
    ]);
  });

  it("answers a repeated request with its first task", async () => {
    await service.send({ method: "DELETE", path: `/tasks/${ids[3]!}` });
    const key = { "idempotency-key": "last" };
    const first = await send({}, key);
    expect(first.status).toBe(202);
    expect((await send()).status).toBe(429);
    const again = await send({}, key);
    expect(again.status).toBe(202);
    expect(idOf(again)).toBe(idOf(first));
  });
});

describe("the cap of a class", () => {
  it("counts all agents' tasks, and says which class is full", async () => {
    const others = bearer(service.tokens.otherAgent);
    const answers: Answer[] = [];
    for (let count = 0; count < 5; count += 1)
      answers.push(await send({}, others));
    expect(accepted(answers)).toHaveLength(3);
    expectProblem(answers.at(-1)!, {
      status: 429,
      code: "too-many-queued",
      detail: /in the class normal .*maxQueuedPerClass: 12\); try again later/,
    });
    expect((await send({ priority: "high" }, others)).status).toBe(202);
  });
});
