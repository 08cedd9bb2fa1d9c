/** One request found again in the journal: by the id that its answer names. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, submit } from "./requests.ts";
import { type Answer, type Service, startService } from "./service.ts";
import { idOf } from "./tasks.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const requestIdOf = ({ headers }: Answer) => headers["x-request-id"];

/** The journal's lines of these events since the last look. */
const linesOf = (...events: string[]): readonly Record<string, unknown>[] =>
  service
    .output()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => events.includes(String(event)));

describe("The request id of an answer", () => {
  it("is on the line about what was accepted", async () => {
    const answer = await service.send(submit({ prompt: "x" }));
    const requestId = requestIdOf(answer);
    expect(linesOf("task-accepted")).toMatchObject([
      { requestId, taskId: idOf(answer) },
    ]);
  });

  it("is on the lines about each part of a batch", async () => {
    const tasks = [{ prompt: "x" }, { prompt: "" }, { prompt: "y" }];
    const batch = { ...submit({ tasks }), path: "/tasks/batch" };
    const requestId = requestIdOf(await service.send(batch));
    expect(linesOf("task-accepted", "request-refused")).toMatchObject([
      { requestId },
      { requestId },
      { requestId },
    ]);
  });

  it("is on the line of a request that comes again, beside the first one's task", async () => {
    const again = submit({ prompt: "x" }, { "idempotency-key": "k" });
    const first = await service.send(again);
    const second = await service.send(again);
    expect(linesOf("task-accepted", "submission-repeated")).toMatchObject([
      { event: "task-accepted", requestId: requestIdOf(first) },
      {
        event: "submission-repeated",
        requestId: requestIdOf(second),
        taskId: idOf(first),
      },
    ]);
  });

  it("is on the line of a refusal and of an operator's order", async () => {
    const refused = await service.send(submit({ prompt: "" }));
    const ordered = await service.send({
      ...submit({ reason: "a test" }, bearer(service.tokens.operator)),
      path: "/queue/pause",
    });
    expect(linesOf("request-refused", "queue-paused")).toMatchObject([
      { event: "request-refused", requestId: requestIdOf(refused) },
      { event: "queue-paused", requestId: requestIdOf(ordered) },
    ]);
  });
});

it("What the clock starts has the id of its invocation instead", async () => {
  await service.tick("dispatch-scheduled");
  const [line] = linesOf("dispatch-scheduled");
  expect(line).toMatchObject({ invocationId: expect.any(String) });
  expect(line).not.toHaveProperty("requestId");
});
