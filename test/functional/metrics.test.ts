import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

describe("GET /metrics", () => {
  it("is Prometheus' text, for whoever may observe", async () => {
    await service.send(submit({ prompt: "one", priority: "high" }));
    const { status, headers, text } = await service.send(
      get("/metrics", bearer(service.tokens.observer)),
    );
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe(
      "text/plain; version=0.0.4; charset=utf-8",
    );
    expect(text).toContain("# TYPE ccsp_queue_size gauge\n");
    expect(text).toContain('ccsp_queue_size{priority="high"} 1\n');
    expect(text).toContain("ccsp_session_status 1\n");
    expect(text).toContain("# TYPE ccsp_task_duration_seconds histogram\n");
  });

  it("is not for agents", async () => {
    const answer = await service.send(get("/metrics"));
    expectProblem(answer, {
      status: 403,
      code: "forbidden",
      field: "Authorization",
    });
  });
});
