import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { anOperator } from "./orders.ts";
import { get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";

let service: Service;
let hand: Hand;
beforeAll(async () => {
  service = await startService();
  hand = newHand();
});
afterAll(() => service.end());

const { order, audited } = anOperator(() => service);
const retry = (id: string, body?: object) =>
  order(`/tasks/${id}/retry`, body && JSON.stringify(body));
const accept = async (fields: object = {}) =>
  idOf(await service.send(submit({ prompt: "x", ...fields })));
const failed = async (fields: object = {}) => {
  const id = await accept(fields);
  await hand.finish(id, "invalid-request", "half an answer");
  return id;
};
const task = async (id: string) =>
  (await service.send(get(`/tasks/${id}`))).body;

describe("POST /tasks/{taskId}/retry", () => {
  it("queues a failed task again, which shows nothing of its end", async () => {
    const id = await failed({ metadata: { a: 1 } });
    expect(await task(id)).toMatchObject({ result: "half an answer" });
    const { status, body } = await retry(id, { reason: "prompt is fine" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ taskId: id, status: "queued", attempts: 1 });
    for (const shown of [body, await task(id)]) {
      expect(shown["metadata"]).toEqual({ a: 1 });
      for (const gone of [
        "success",
        "finishedAt",
        "result",
        "error",
        "executionTime",
      ])
        expect(shown).not.toHaveProperty(gone);
    }
    expect(await audited(1)).toMatchObject([
      {
        action: "retry-task",
        actor: "operator",
        reason: "prompt is fine",
        detail: { taskId: id },
      },
    ]);
  });

  it("lets it run and succeed, with a prompt that is as long as it was", async () => {
    const id = await failed({ prompt: "p".repeat(100_000) });
    await retry(id);
    await hand.finish(id, "success", "fine");
    expect(await task(id)).toMatchObject({
      status: "succeeded",
      result: "fine",
      attempts: 2,
    });
  });

  it("again, and twenty times at once, queues it once", async () => {
    const id = await failed();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => retry(id)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([200]),
    );
    expect(new Set(answers.map(({ body }) => body["status"]))).toEqual(
      new Set(["queued"]),
    );
    const entries = await audited(100);
    const own = entries.filter((entry) => JSON.stringify(entry).includes(id));
    expect(own).toHaveLength(1);
  });

  it.each(["queued", "running"])(
    "leaves a %s task as it is",
    async (status) => {
      const id = await accept();
      if (status === "running") await hand.claim(id);
      const answer = await retry(id);
      expect(answer).toMatchObject({ status: 200, body: { status } });
    },
  );

  it.each(["succeeded", "cancelled"])(
    "is refused to what has %s",
    async (status) => {
      const id = await accept();
      if (status === "succeeded") await hand.finish(id, "success", "fine");
      else await service.send({ method: "DELETE", path: `/tasks/${id}` });
      expectProblem(await retry(id), {
        status: 409,
        code: "task-not-failed",
        field: "taskId",
        detail: new RegExp(
          `has ${status}; only one that failed can be retried`,
        ),
      });
      expect((await task(id))["status"]).toBe(status);
    },
  );

  it.each(["00000000-0000-4000-8000-000000000000", "1", "%00"])(
    "does not find %s",
    async (id) => {
      expectProblem(await retry(id), {
        status: 404,
        code: "task-not-found",
        field: "taskId",
        detail: /^There is no task /,
      });
    },
  );

  it.each([
    [{ reason: 1 }, "reason"],
    [{ reason: "r".repeat(1_001) }, "reason"],
    [{ why: "x" }, "why"],
    [[], "body"],
  ])("refuses %j", async (body, field) => {
    const id = await failed();
    const answer = await retry(id, body);
    expectProblem(answer, { status: 400, code: "invalid-request", field });
    expect((await task(id))["status"]).toBe("failed");
  });

  it("refuses a query", async () => {
    expectProblem(await order(`/tasks/${await accept()}/retry?now=1`), {
      status: 400,
      code: "invalid-request",
      field: "now",
    });
  });
});
