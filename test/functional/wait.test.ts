import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

let service: Service;
let hand: Hand;
beforeAll(async () => {
  service = await startService();
  hand = newHand();
});
afterAll(() => service.end());

const accept = async () => idOf(await service.send(submit({ prompt: "x" })));

const resultOf = (id: string, query = "") =>
  service.send(get(`/tasks/${id}/result${query}`));

describe("GET /tasks/{taskId}/result", () => {
  it("gives a finished task at once", async () => {
    const id = await accept();
    await hand.finish(id, "success", "the answer");
    const answer = await resultOf(id, "?wait=20");
    expect(answer.status).toBe(200);
    expect(answer.tookMs).toBeLessThan(onABusyMachine(1_000));
    expect(answer.headers).not.toHaveProperty("retry-after");
    expect(answer.body).toMatchObject({
      taskId: id,
      status: "succeeded",
      success: true,
      result: "the answer",
      attempts: 1,
      executionTime: 42,
    });
    expect((await service.send(get(`/tasks/${id}`))).body).toStrictEqual(
      answer.body,
    );
  });

  it("gives a failed one with its error", async () => {
    const id = await accept();
    await hand.finish(id, "invalid-request");
    const answer = await resultOf(id, "?wait=20");
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: "failed",
      success: false,
      error: {
        code: "invalid-request",
        message: "so it went",
        retryable: false,
      },
    });
  });

  it("gives a long answer whole", async () => {
    const id = await accept();
    const long = "语😀".repeat(200_000);
    await hand.finish(id, "success", long);
    expect((await resultOf(id)).body["result"]).toBe(long);
  });

  it("holds until the task is finished, and answers within a second", async () => {
    const id = await accept();
    const held = resultOf(id, "?wait=20");
    await setTimeout(1_200);
    const finishedAt = performance.now();
    await hand.finish(id, "success", "late");
    const answer = await held;
    expect(performance.now() - finishedAt).toBeLessThan(onABusyMachine(1_000));
    expect(answer.status).toBe(200);
    expect(answer.body["result"]).toBe("late");
  });

  it("holds until the task is cancelled", async () => {
    const id = await accept();
    const held = resultOf(id, "?wait=20");
    await setTimeout(200);
    await service.send({ method: "DELETE", path: `/tasks/${id}` });
    const answer = await held;
    expect(answer.status).toBe(200);
    expect(answer.body["status"]).toBe("cancelled");
    expect(answer.tookMs).toBeLessThan(onABusyMachine(1_500));
  });

  it.each([
    { query: "?wait=1", from: 950 },
    { query: "?wait=0.25", from: 200 },
    { query: "?wait=0", from: 0 },
    { query: "", from: 0 },
  ])("says to come again when it is not: $query", async ({ query, from }) => {
    const id = await accept();
    const answer = await resultOf(id, query);
    expect(answer.status).toBe(202);
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.body).toMatchObject({ taskId: id, status: "queued" });
    expect(answer.body).not.toHaveProperty("success");
    expect(answer.tookMs).toBeGreaterThanOrEqual(from);
    expect(answer.tookMs).toBeLessThan(onABusyMachine(from + 1_000));
  });

  it.each([
    "wait=26",
    "wait=25.001",
    "wait=-1",
    "wait=abc",
    "wait=NaN",
    "wait=Infinity",
    "wait=",
    "wait=1e1",
    "wait=0x10",
    "wait=%201",
    "wait=1&wait=2",
    "wait=1,2",
  ])("refuses %s", async (query) => {
    const answer = await resultOf(await accept(), `?${query}`);
    expectProblem(answer, {
      status: 400,
      code: "invalid-request",
      field: "wait",
      detail: /wait must be a number of seconds from 0 to 25/,
    });
    expect(answer.tookMs).toBeLessThan(onABusyMachine(1_000));
  });

  it("refuses what it does not know", async () => {
    expectProblem(await resultOf(await accept(), "?timeout=5"), {
      status: 400,
      code: "invalid-request",
      field: "timeout",
      detail: /remove it/,
    });
  });

  it("many held requests do not hinder one another", async () => {
    const id = await accept();
    const held = Array.from({ length: 30 }, () => resultOf(id, "?wait=25"));
    await setTimeout(300);
    await hand.finish(id, "success", "for all");
    const answers = await Promise.all(held);
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([200]),
    );
  });
});
