import { afterAll, beforeAll, expect, it } from "vitest";
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

const { order, look } = anOperator(() => service);
const TIME = expect.stringMatching(/^\d{4}-.*Z$/) as string;
const accept = async (fields: object = {}) =>
  idOf(await service.send(submit({ prompt: "x", ...fields })));

it("there is none before the first stop, and the answer says so", async () => {
  for (const who of ["operator", "observer"] as const) {
    const request = get("/control/stop-report", bearer(service.tokens[who]));
    expectProblem(await service.send(request), {
      status: 404,
      code: "no-stop-report",
      detail: /^No emergency stop has been raised/,
    });
  }
});

it("tells what ran and what waited when the stop was raised, and that nobody was told", async () => {
  const hand = newHand();
  const running = await accept({ priority: "high" });
  await hand.claim(running);
  await hand.finish(await accept(), "session-expired");
  await hand.finish(await accept(), "success");
  await accept();
  await accept({ priority: "urgent" });
  await accept({ executeAt: inSeconds(3_600) });
  await order("/control/emergency-stop", '{"reason":"smoke"}');

  const { status, body } = await look("/control/stop-report");
  expect(status).toBe(200);
  expect(body).toStrictEqual({
    since: TIME,
    reason: "smoke",
    actor: "operator",
    running: [
      {
        taskId: running,
        agent: "agent-one",
        queueClass: "high",
        startedAt: TIME,
      },
    ],
    // What an expired login has blocked waits, too.
    waiting: { urgent: 1, high: 0, normal: 2, scheduled: 1, low: 0 },
  });
});

it("keeps what the first who raised it said, and adds who cleared it", async () => {
  const raised = (await look("/control/stop-report")).body;
  await order("/control/emergency-stop", '{"reason":"more smoke"}');
  expect((await look("/control/stop-report")).body).toStrictEqual(raised);
  await order("/control/clear");
  expect((await look("/control/stop-report")).body).toStrictEqual({
    ...raised,
    clearedAt: TIME,
    clearedBy: "operator",
  });
});

it("is of the last stop", async () => {
  await order("/control/emergency-stop", '{"reason":"fire"}');
  const { body } = await look("/control/stop-report");
  expect(body).toMatchObject({ reason: "fire", waiting: { normal: 2 } });
  expect(body).not.toHaveProperty("clearedAt");
  await order("/control/clear");
});

it("takes no query", async () => {
  expectProblem(await look("/control/stop-report?limit=1"), {
    status: 400,
    code: "invalid-request",
    field: "limit",
  });
});
