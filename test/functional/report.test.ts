import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anOperator } from "./orders.ts";
import { submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { look } = anOperator(() => service);

describe("GET /stats/report", () => {
  it("says that nothing is known before anything was looked at", async () => {
    const { status, body } = await look("/stats/report");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      period: "week",
      availability: { share: null, minutes: 0 },
      usage: null,
      projectedUtilization: null,
    });
  });

  it("knows of each minute whether an executor could do what waited", async () => {
    await service.tick("dispatch-scheduled");
    await service.send(submit({ prompt: "x" }));
    // What waits is counted once a second.
    await setTimeout(1_000);
    await service.tick("dispatch-scheduled");
    const { body } = await look("/stats/report?period=month&compare=true");
    expect(body).toMatchObject({
      period: "month",
      availability: { share: 0.5, minutes: 2, upMinutes: 1 },
      before: { availability: { share: null }, usage: null },
    });
  });

  it.each([
    ["period=year", "period"],
    ["compare=yes", "compare"],
    ["from=2030-01-01T00:00:00Z", "from"],
  ])("refuses %s by its field", async (query, field) => {
    expect(await look(`/stats/report?${query}`)).toMatchObject({
      status: 400,
      body: { field },
    });
  });
});
