import { afterAll, beforeAll, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { anOperator } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { idOf, newHand } from "./tasks.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { look } = anOperator(() => service);

it("GET /queue/running lists what runs, and nothing that it was asked", async () => {
  expect((await look("/queue/running")).body).toEqual({ items: [] });
  await service.send(submit({ prompt: "waits" }));
  const id = idOf(
    await service.send(submit({ prompt: "hush", priority: "high" })),
  );
  await newHand().claim(id);
  const { status, body, text } = await look("/queue/running");
  expect(status).toBe(200);
  expect(body).toEqual({
    items: [
      {
        taskId: id,
        agent: expect.any(String),
        class: "high",
        startedAt: expect.stringMatching(/^20.*Z$/),
      },
    ],
  });
  expect(text).not.toContain("hush");
});

it("GET /queue/running is not for agents", async () => {
  expectProblem(await service.send(get("/queue/running")), {
    status: 403,
    code: "forbidden",
    field: "Authorization",
  });
  const observer = bearer(service.tokens.observer);
  const { status } = await service.send(get("/queue/running", observer));
  expect(status).toBe(200);
});
