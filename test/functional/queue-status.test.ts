import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { STARVATION_BOUND } from "../../shared/domain/choice.ts";
import { foundation } from "../../shared/runtime/compose/foundation.ts";
import { loadCommonConfig } from "../../shared/runtime/config.ts";
import { expectProblem } from "./expect-problem.ts";
import { anOperator, inSeconds } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { idOf, newHand } from "./tasks.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { look } = anOperator(() => service);
const EMPTY = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };
const OPEN = { closed: false };
const accept = async (fields: object = {}) =>
  idOf(await service.send(submit({ prompt: "x", ...fields })));

it("GET /queue/status has every field when there is nothing, for whoever may observe", async () => {
  for (const who of ["operator", "observer"] as const) {
    const request = get("/queue/status", bearer(service.tokens[who]));
    const { status, body } = await service.send(request);
    expect(status).toBe(200);
    expect(body).toStrictEqual({
      classes: {
        urgent: EMPTY,
        high: EMPTY,
        normal: EMPTY,
        scheduled: EMPTY,
        low: EMPTY,
      },
      deadLetters: 0,
      gates: {
        emergency: OPEN,
        paused: OPEN,
        session: OPEN,
        limit: OPEN,
        load: OPEN,
      },
      executors: [],
      starvationBound: STARVATION_BOUND,
    });
  }
});

it("GET /queue/status counts what waits, runs and failed, a second later at the latest", async () => {
  const hand = newHand();
  const first = Date.now();
  await accept();
  await accept();
  await hand.claim(await accept());
  await hand.finish(await accept(), "invalid-request");
  await hand.finish(await accept(), "success");
  await accept({ executeAt: inSeconds(3_600) });
  const { control } = foundation(loadCommonConfig(), "test");
  const lastSeenAt = new Date();
  const seen = { slots: 2, running: 1, version: "1.2.3", lastSeenAt };
  await control.executors.note({ id: "e-1", ...seen });
  await control.executors.note({ id: "e-2", ...seen, problem: "no CLI" });
  await control.gates.close({
    name: "limit",
    reason: "outage",
    actor: "olga",
    since: new Date(first),
    until: new Date(first + 60_000),
  });
  await setTimeout(1_000);
  const { body } = await look("/queue/status");
  expect(body).toMatchObject({
    classes: {
      normal: { waiting: 2, delayed: 0, running: 1 },
      scheduled: { ...EMPTY, delayed: 1 },
      low: EMPTY,
    },
    deadLetters: 1,
    gates: {
      paused: OPEN,
      limit: {
        closed: true,
        reason: "outage",
        actor: "olga",
        since: new Date(first).toISOString(),
        until: new Date(first + 60_000).toISOString(),
      },
    },
    executors: [
      { id: "e-1", ...seen, lastSeenAt: lastSeenAt.toISOString() },
      { id: "e-2", problem: "no CLI" },
    ],
  });
  const { normal } = body["classes"] as { normal: { oldestAgeMs: number } };
  expect(normal.oldestAgeMs).toBeGreaterThanOrEqual(1_000);
  expect(normal.oldestAgeMs).toBeLessThanOrEqual(Date.now() - first);
});

it("GET /queue/status takes no query", async () => {
  expectProblem(await look("/queue/status?class=low"), {
    status: 400,
    code: "invalid-request",
    field: "class",
    detail: /remove it/,
  });
});
