import { describe, expect, it } from "vitest";
import { checkHealth } from "../../../shared/app/check-health.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aSession } from "../../builders/session.ts";
import { START } from "../../fakes/memory-clock.ts";
import { aWorld } from "../../builders/world.ts";

const executor = { id: "e-1", slots: 2, running: 0, lastSeenAt: START };

async function aPatient() {
  const world = aWorld();
  const { queue, control, clock } = world;
  await control.executors.note(executor);
  return { ...world, check: checkHealth({ queue, clock, ...control }) };
}

describe("the health", () => {
  it("is ok while everything answers, an executor works and no gate is closed", async () => {
    const { check, clock } = await aPatient();
    expect(await check()).toEqual({
      status: "ok",
      sqs: { ok: true },
      dynamodb: { ok: true },
      executors: [executor],
      session: { state: "active" },
      closed: [],
    });
    expect(clock.sleepers()).toBe(0);
  });

  it("is degraded while no executor was seen within a minute", async () => {
    const { check, clock } = await aPatient();
    await clock.advance(60_000);
    expect((await check()).status).toBe("ok");
    await clock.advance(1);
    expect(await check()).toMatchObject({ status: "degraded", executors: [] });
  });

  it("is degraded while every executor has a problem", async () => {
    const { check, control } = await aPatient();
    await control.executors.note({ ...executor, problem: "no CLI" });
    expect((await check()).status).toBe("degraded");
    await control.executors.note({ ...executor, id: "e-2" });
    expect((await check()).status).toBe("ok");
  });

  it("is degraded while a gate is closed", async () => {
    const { check, control, clock } = await aPatient();
    const gate = {
      name: "limit",
      reason: "r",
      actor: "a",
      since: START,
      until: later(START, 1_000),
    } as const;
    await control.gates.close(gate);
    const pause = { name: "paused", reason: "p", actor: "a", since: START };
    await control.gates.close({ ...pause, name: "paused" });
    expect(await check()).toMatchObject({
      status: "degraded",
      gate: pause,
      closed: expect.arrayContaining([gate, pause]),
    });
    await control.gates.open("paused");
    expect(await check()).toMatchObject({ gate, closed: [gate] });
    await clock.advance(1_000);
    expect(await check()).toMatchObject({ status: "ok", closed: [] });
    expect(await check()).not.toHaveProperty("gate");
  });

  it("is degraded while the login is lost, and says what is wrong", async () => {
    const { check, control } = await aPatient();
    const { sessions } = control;
    const monitoring = aSession("monitoring", { lastError: "401 expired" });
    await sessions.replace(await sessions.read(), monitoring);
    expect(await check()).toMatchObject({
      status: "degraded",
      gate: { name: "session" },
      session: { state: "monitoring", lastError: "401 expired" },
    });
    // That people cannot be told is worse than what they would be told.
    const trouble = { count: 1, message: "no such repo", nextTryAt: START };
    const untold = { ...monitoring, trouble };
    await sessions.replace(await sessions.read(), untold);
    expect((await check()).session).toEqual({
      state: "monitoring",
      lastError: "no such repo",
    });
  });

  it("is down while SQS does not answer, with the reason", async () => {
    const { check, queue } = await aPatient();
    queue.failing.add("ping");
    expect(await check()).toEqual({
      status: "down",
      sqs: { ok: false, problem: "The queue could not ping. Error" },
      dynamodb: { ok: true },
      executors: [executor],
      session: { state: "active" },
      closed: [],
    });
  });

  it.each(["closedGates", "seenSince"] as const)(
    "is down while DynamoDB does not answer to %s",
    async (method) => {
      const { check, control } = await aPatient();
      control.failing.add(method);
      expect(await check()).toMatchObject({
        status: "down",
        sqs: { ok: true },
        dynamodb: { ok: false },
      });
    },
  );

  it.each([
    ["with words of its own", new Error("boom"), "boom"],
    ["with what is no error", "just text", "just text"],
  ])("tells a failure %s", async (_, failure, problem) => {
    const { control, clock } = await aPatient();
    const check = checkHealth({
      ...control,
      clock,
      // The one way to throw what is no error that needs no excuse.
      queue: { ping: async () => AbortSignal.abort(failure).throwIfAborted() },
    });
    expect((await check()).sqs).toEqual({ ok: false, problem });
  });

  it("is told within two seconds, however long SQS takes", async () => {
    const { control, clock } = await aPatient();
    const check = checkHealth({
      ...control,
      clock,
      queue: { ping: () => new Promise(() => {}) },
    });
    const told = check();
    await clock.advance(2_000);
    expect(await told).toMatchObject({
      status: "down",
      sqs: { ok: false, problem: "no answer within 1500 ms" },
    });
  });
});
