import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsTaskQueue } from "../../shared/adapters/sqs/task-queue.ts";
import type { QueueClass } from "../../shared/domain/task.ts";
import { loadTasksAndQueuesConfig } from "../../shared/runtime/config.ts";
import { expectProblem } from "./expect-problem.ts";
import { anOperator, inSeconds } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";

let service: Service;
let hand: Hand;
beforeAll(async () => {
  service = await startService();
  hand = newHand();
});
afterAll(() => service.end());

const { audited } = anOperator(() => service);
const accept = async (fields: object = {}) =>
  idOf(await service.send(submit({ prompt: "x", ...fields })));
const patch = (id: string, body: unknown) =>
  service.send({
    method: "PATCH",
    path: `/tasks/${id}`,
    headers: bearer(service.tokens.operator),
    body: JSON.stringify(body),
  });
const task = async (id: string) =>
  (await service.send(get(`/tasks/${id}`))).body;
/** Which tasks are announced in a queue now. */
const announced = async (
  queueClass: QueueClass,
): Promise<readonly string[]> => {
  const queue = sqsTaskQueue(loadTasksAndQueuesConfig().queueUrls);
  const found: string[] = [];
  for (;;) {
    const message = await queue.receive(queueClass, 0);
    if (!message) return found;
    found.push(String(message.pointer?.taskId));
  }
};

describe("PATCH /tasks/{taskId}", () => {
  it("moves a waiting task to another class: there it can be claimed, and in the old one not", async () => {
    const id = await accept({ priority: "low" });
    const { status, body } = await patch(id, { priority: "urgent" });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      taskId: id,
      priority: "urgent",
      status: "queued",
    });
    expect(await announced("urgent")).toContain(id);
    expect(await announced("low")).toContain(id);
    await expect(hand.claim(id, "low")).rejects.toThrow("cannot be claimed");
    expect(await hand.claim(id, "urgent")).toMatchObject({ status: "running" });
    expect(await audited(1)).toMatchObject([
      {
        action: "change-priority",
        actor: "operator",
        detail: { taskId: id, from: "low", to: "urgent" },
      },
    ]);
  });

  it("leaves a scheduled task on its way", async () => {
    const id = await accept({ executeAt: inSeconds(3_600) });
    const { body } = await patch(id, { priority: "high" });
    expect(body).toMatchObject({ priority: "high", status: "scheduled" });
    const { items } = (await service.send(get("/tasks?priority=high"))).body;
    expect(items).toMatchObject([{ taskId: id }]);
  });

  it("to the priority that it has changes nothing", async () => {
    const id = await accept({ priority: "high" });
    const before = await task(id);
    const answer = await patch(id, { priority: "high" });
    expect(answer).toMatchObject({ status: 200, body: before });
    expect(JSON.stringify(await audited(1))).not.toContain(id);
  });

  it.each(["running", "succeeded", "failed", "cancelled"])(
    "is refused to a task that is %s",
    async (status) => {
      const id = await accept();
      if (status === "running") await hand.claim(id);
      if (status === "succeeded") await hand.finish(id, "success", "fine");
      if (status === "failed") await hand.finish(id, "invalid-request");
      if (status === "cancelled")
        await service.send({ method: "DELETE", path: `/tasks/${id}` });
      expectProblem(await patch(id, { priority: "urgent" }), {
        status: 409,
        code: "task-not-waiting",
        field: "taskId",
        detail: new RegExp(`is ${status}; only one that waits`),
      });
      expect(await task(id)).toMatchObject({ status, priority: "normal" });
    },
  );

  it.each([
    [{}, "priority", /is missing|must be one of urgent, high, normal, low/],
    [{ priority: "scheduled" }, "priority", /must be one of urgent/],
    [{ priority: "HIGH" }, "priority", /must be one of urgent/],
    [{ priority: null }, "priority", /must be one of urgent/],
    [{ priority: "high", prompt: "y" }, "prompt", /is not a known property/],
    [[], "body", /must be a JSON object/],
    ["high", "body", /must be a JSON object/],
  ])("refuses %j", async (body, field, detail) => {
    const id = await accept();
    expectProblem(await patch(id, body), {
      status: 400,
      code: "invalid-request",
      field,
      detail,
    });
  });

  it("does not find what nobody has", async () => {
    for (const id of ["00000000-0000-4000-8000-000000000000", "1"])
      expectProblem(await patch(id, { priority: "high" }), {
        status: 404,
        code: "task-not-found",
        field: "taskId",
        detail: /^There is no task /,
      });
  });
});
