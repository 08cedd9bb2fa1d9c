import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { type Service, startService } from "./service.ts";

describe("Another agent's task", () => {
  let service: Service;
  let taskId: string;
  let others: { readonly authorization: string };

  beforeAll(async () => {
    service = await startService();
    others = { authorization: `Bearer ${service.tokens.otherAgent}` };
    const { body } = await service.send({
      method: "POST",
      path: "/tasks",
      body: JSON.stringify({ prompt: "mine", metadata: { secret: "mine" } }),
    });
    taskId = String(body["taskId"]);
  });
  afterAll(async () => {
    await service.end();
  });

  it.each([
    { method: "GET", suffix: "" },
    { method: "GET", suffix: "/result" },
    { method: "DELETE", suffix: "" },
  ] as const)(
    "is neither seen nor touched by $method …$suffix: it is not told from one that nobody has",
    async ({ method, suffix }) => {
      const path = `/tasks/${taskId}${suffix}`;
      const answer = await service.send({ method, path, headers: others });
      expectProblem(answer, {
        status: 404,
        code: "task-not-found",
        field: "taskId",
      });
      const nobodys = path.replace(taskId, crypto.randomUUID());
      const unknown = await service.send({
        method,
        path: nobodys,
        headers: others,
      });
      expect({ ...unknown.body, requestId: "", detail: "" }).toEqual({
        ...answer.body,
        requestId: "",
        detail: "",
      });
    },
  );

  it("is in nobody else's list, and is still its agent's afterwards", async () => {
    const list = await service.send({
      method: "GET",
      path: "/tasks",
      headers: others,
    });
    expect(list.body).toEqual({ items: [] });
    const mine = await service.send({
      method: "GET",
      path: `/tasks/${taskId}`,
    });
    expect(mine.body).toMatchObject({ taskId, status: "queued" });
  });
});
