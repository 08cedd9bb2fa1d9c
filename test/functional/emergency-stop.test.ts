import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { idOf } from "./tasks.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

/** A stop is in force everywhere after this. */
const WITHIN_MS = onABusyMachine(2_000);

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const order = (action: "emergency-stop" | "clear", body?: string) =>
  service.send({
    method: "POST",
    path: `/control/${action}`,
    headers: bearer(service.tokens.operator),
    ...(body !== undefined && { body }),
  });
afterEach(async () => {
  await order("clear");
});

/** Gives what submitting leads to as soon as it is `status`. */
async function submitUntil(status: number) {
  const startedAt = performance.now();
  for (;;) {
    const answer = await service.send(submit({ prompt: "x" }));
    if (answer.status === status) return answer;
    if (performance.now() - startedAt > WITHIN_MS)
      throw new Error(`still ${answer.status}`);
    await setTimeout(50);
  }
}

describe("an emergency stop", () => {
  it("refuses new tasks within two seconds, serves all else, until it is cleared", async () => {
    const before = await service.send(
      submit({ prompt: "x" }, { "idempotency-key": "before" }),
    );
    const id = idOf(before);
    expect(await order("emergency-stop", '{"reason":"smoke"}')).toMatchObject({
      status: 200,
      body: { emergency: { closed: true }, changed: true },
    });

    const refused = await submitUntil(503);
    expectProblem(refused, {
      status: 503,
      code: "emergency-stop",
      detail: /An emergency stop is in force: smoke\. Try again when/,
    });
    expect(refused.headers["retry-after"]).toBe("60");

    expect((await service.send(get(`/tasks/${id}`))).status).toBe(200);
    expect((await service.send(get(`/tasks/${id}/result`))).status).toBe(202);
    expect((await service.send(get("/tasks"))).status).toBe(200);
    const health = get("/health", bearer(service.tokens.operator));
    expect((await service.send(health)).body).toMatchObject({
      status: "degraded",
      dependencies: {
        gate: { name: "emergency", reason: "smoke" },
        gates: { emergency: { closed: true }, session: { closed: false } },
      },
    });
    const again = submit({ prompt: "x" }, { "idempotency-key": "before" });
    expect(idOf(await service.send(again))).toBe(id);
    const cancel = { method: "DELETE", path: `/tasks/${id}` };
    expect((await service.send(cancel)).status).toBe(200);

    expect(await order("clear")).toMatchObject({
      status: 200,
      body: { emergency: { closed: false }, changed: true },
    });
    await submitUntil(202);
  });

  it("lets a request that it refused through later, with the same key", async () => {
    const request = submit({ prompt: "y" }, { "idempotency-key": "stopped" });
    await order("emergency-stop");
    await submitUntil(503);
    expect((await service.send(request)).status).toBe(503);
    await order("clear");
    await submitUntil(202);
    expect((await service.send(request)).status).toBe(202);
  });

  it("raised or cleared twice changes nothing more", async () => {
    expect((await order("emergency-stop")).body["changed"]).toBe(true);
    expect((await order("emergency-stop")).body["changed"]).toBe(false);
    expect((await order("clear")).body["changed"]).toBe(true);
    expect((await order("clear")).body["changed"]).toBe(false);
  });
});

describe("the order needs no words", () => {
  it.each([
    { body: undefined, reason: "not given" },
    { body: "", reason: "not given" },
    { body: "{}", reason: "not given" },
    { body: '{"reason":""}', reason: "not given" },
    { body: '{"reason":"  "}', reason: "not given" },
    { body: '{"reason":" fire "}', reason: "fire" },
    { body: `{"reason":"${"r".repeat(1_000)}"}`, reason: "r".repeat(1_000) },
  ])("$body", async ({ body, reason }) => {
    service.output();
    expect((await order("emergency-stop", body)).status).toBe(200);
    const [line = ""] = service.output().split("\n");
    expect(JSON.parse(line)).toMatchObject({
      level: "error",
      event: "emergency-stop",
      actor: "operator",
      reason,
      changed: true,
    });
    await order("clear", body);
  });

  it("and takes none from serverless-offline", async () => {
    const answer = await service.send({
      method: "POST",
      path: "/control/clear",
      headers: bearer(service.tokens.operator),
      bend: () => ({ body: null }),
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    { body: '{"reason":1}', field: "reason" },
    { body: `{"reason":"${"r".repeat(1_001)}"}`, field: "reason" },
    { body: '{"until":"2030-01-01T00:00:00Z"}', field: "until" },
    { body: '["fire"]', field: "body" },
  ])("but wrong ones are refused: $field", async ({ body, field }) => {
    for (const action of ["emergency-stop", "clear"] as const)
      expectProblem(await order(action, body), {
        status: 400,
        code: "invalid-request",
        field,
        detail: /must (be|have)|remove it/,
      });
  });
});
