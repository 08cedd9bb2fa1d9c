import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later } from "../../shared/domain/timing.ts";
import { composeCounter } from "../../shared/runtime/compose/usage.ts";
import { foundation } from "../../shared/runtime/compose/foundation.ts";
import { loadCommonConfig } from "../../shared/runtime/config.ts";
import { aRun, aRunningTask, aTask } from "../builders/task.ts";
import { expectProblem } from "./expect-problem.ts";
import { anOperator, inSeconds } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { idOf } from "./tasks.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { look, order } = anOperator(() => service);
const ROUTES = ["usage", "agents", "errors", "performance"];
const HOUR = 3_600_000;

/** What an executor writes when runs end. */
function anExecutor() {
  const base = foundation(loadCommonConfig(), "test");
  return { ...composeCounter(base, "executor"), now: () => base.clock.now() };
}

describe("GET /stats/predictions", () => {
  it("has a field for each, whatever is known, for whoever may observe", async () => {
    const request = get("/stats/predictions", bearer(service.tokens.observer));
    const { status, body } = await service.send(request);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual([
      "rateLimitRisk",
      "queueOverflow",
      "resourceUsage",
    ]);
  });
});

describe("GET /stats", () => {
  it("leaves no field out when nothing is known, for whoever may observe", async () => {
    for (const who of ["operator", "observer"] as const) {
      const request = get("/stats", bearer(service.tokens[who]));
      const { status, body } = await service.send(request);
      expect(status).toBe(200);
      expect(body).toStrictEqual({
        queue: {
          sizes: { urgent: 0, high: 0, normal: 0, scheduled: 0, low: 0 },
          throughput: 0,
          averageWaitTime: null,
          predictedStarts: { count: 0, keptRate: null, meanErrorMs: null },
        },
        usage: {
          requestsPerMinute: 0,
          successRate: null,
          averageResponseTime: null,
          errorRate: null,
        },
        system: {
          memoryUsage: null,
          cpuUsage: null,
          activeConnections: null,
          uptime: null,
        },
        predictions: {
          rateLimitRisk: null,
          queueOverflow: null,
          resourceUsage: null,
        },
      });
    }
  });

  it("is not for agents", async () => {
    expectProblem(await service.send(get("/stats")), {
      status: 403,
      code: "forbidden",
      field: "Authorization",
    });
  });

  it("tells at once what executors and functions have seen to its end", async () => {
    const executor = anExecutor();
    const at = executor.now();
    const startedAt = later(at, -2_000);
    const task = aRunningTask({
      agent: "ada",
      notBefore: later(at, -3_000),
      startedAt,
    });
    executor.ran({ task, run: aRun(), at });
    executor.ended(aTask({ agent: "ada", status: "succeeded" }));
    const error = { code: "timeout", message: "", retryable: true } as const;
    executor.ended(aTask({ agent: "bob", status: "failed", error }));
    await executor.put();
    const id = idOf(await service.send(submit({ prompt: "x" })));
    await service.send({ method: "DELETE", path: `/tasks/${id}` });
    await service.send(submit({ prompt: "x", priority: "low" }));
    await service.send(submit({ prompt: "x", executeAt: inSeconds(3_600) }));
    await order("/queue/clear", '{"class":"scheduled"}');

    // What waits is counted once a second.
    await setTimeout(1_000);
    const { body } = await look("/stats?period=minute");
    expect(body).toMatchObject({
      queue: { sizes: { low: 1 }, averageWaitTime: 1_000 },
      usage: { successRate: 0.5, errorRate: 0.5, averageResponseTime: 1_234 },
    });
    expect((body["series"] as unknown[]).length).toBeGreaterThanOrEqual(60);

    const usage = await look("/stats/usage");
    expect(usage.body).toMatchObject({
      finished: 4,
      succeeded: 1,
      failed: 1,
      cancelled: 2,
      requests: 1,
      windows: [],
    });
    const { body: errors } = await look("/stats/errors");
    expect(errors["byOutcome"]).toEqual([
      { outcome: "timeout", tasks: 1, runs: 0 },
    ]);
    const { body: agents } = await look("/stats/agents?period=hour");
    expect(agents["agents"]).toContainEqual(
      expect.objectContaining({ agent: "ada", successRate: 1, requests: 1 }),
    );
    const { body: performance } = await look("/stats/performance");
    expect(performance).toMatchObject({
      waitMs: { count: 1, p99: 1_000 },
      runMs: { p50: 1_234 },
      overheadMs: { max: 766 },
    });
  });

  it("tells the same of a long time, once the clock has put it in order", async () => {
    await service.tick("dispatch-scheduled");
    const from = new Date(Date.now() - 30 * 24 * HOUR).toISOString();
    const { status, body } = await look(`/stats/usage?from=${from}&period=day`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ finished: 4 });
    expect((body["series"] as unknown[]).length).toBeGreaterThanOrEqual(30);
  });
});

describe.each(["/stats", ...ROUTES.map((each) => `/stats/${each}`)])(
  "GET %s",
  (path) => {
    it("answers an empty hour", async () => {
      const to = new Date(Date.now() - 5 * HOUR).toISOString();
      for (const period of ["", "&period=minute", "&period=hour"])
        expect((await look(`${path}?to=${to}${period}`)).status).toBe(200);
    });

    it.each([
      ["from=yesterday", "from", /ISO 8601 time with a zone/],
      ["to=2030-01-31", "to", /ISO 8601 time with a zone/],
      ["to=2030-01-31T00:00:00+02:00", "to", /the \+ of a zone is written %2B/],
      ["period=week", "period", /minute/],
      ["since=1", "since", /remove it/],
      [
        "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
        "from",
        /must be before to/,
      ],
      ["from=2999-01-01T00:00:00Z", "from", /must be in the past/],
      ["from=2020-01-01T00:00:00Z", "from", /at most 35 days ago/],
    ])("refuses %s, naming the field", async (query, field, detail) => {
      expectProblem(await look(`${path}?${query}`), {
        status: 400,
        code: "invalid-request",
        field,
        detail,
      });
    });

    it("refuses more points than one answer has", async () => {
      const from = new Date(Date.now() - 48 * HOUR).toISOString();
      expectProblem(await look(`${path}?from=${from}&period=minute`), {
        status: 400,
        code: "invalid-request",
        field: "period",
        detail: /choose a longer period/,
      });
    });
  },
);
