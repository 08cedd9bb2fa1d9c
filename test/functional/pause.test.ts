import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { foundation } from "../../shared/runtime/compose/foundation.ts";
import { loadCommonConfig } from "../../shared/runtime/config.ts";
import { expectProblem } from "./expect-problem.ts";
import { anOperator, inSeconds } from "./orders.ts";
import { submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { order, look, audited } = anOperator(() => service);
const pause = (body?: object) =>
  order("/queue/pause", body && JSON.stringify(body));
const resume = (body?: object) =>
  order("/queue/resume", body && JSON.stringify(body));
const gates = async () => {
  const { body } = await look("/queue/status");
  return body["gates"] as Readonly<Record<string, unknown>>;
};
afterEach(() => resume());

/** Gives what submitting leads to as soon as every function has seen the change. */
async function submitUntil(field: string, value: unknown) {
  const startedAt = performance.now();
  for (;;) {
    const answer = await service.send(submit({ prompt: "x" }));
    if (answer.body[field] === value) return answer;
    if (performance.now() - startedAt > onABusyMachine(2_000))
      throw new Error(`still ${JSON.stringify(answer.body)}`);
    await setTimeout(50);
  }
}

describe("POST /queue/pause", () => {
  it("answers with the gate as GET /queue/status has it", async () => {
    const until = inSeconds(3_600);
    const answer = await pause({ reason: " release ", until });
    expect(answer.status).toBe(200);
    const { paused } = answer.body;
    expect(answer.body).toStrictEqual({ paused, changed: true });
    expect(paused).toStrictEqual({
      closed: true,
      reason: "release",
      actor: "operator",
      since: expect.stringMatching(/^\d{4}-.*Z$/),
      until,
    });
    expect((await gates())["paused"]).toStrictEqual(paused);
  });

  it.each([undefined, "", "{}", '{"reason":" "}'])(
    "needs no words: %j",
    async (body) => {
      expect(await order("/queue/pause", body)).toMatchObject({
        status: 200,
        body: { paused: { closed: true, reason: "not given" } },
      });
    },
  );

  it("goes on accepting, and says when a task may start if that is known", async () => {
    await pause();
    const open = await service.send(submit({ prompt: "x" }));
    expect(open.status).toBe(202);
    expect(open.body).not.toHaveProperty("predictedStartAt");
    const until = inSeconds(3_600);
    await pause({ until });
    const { status } = await submitUntil("predictedStartAt", until);
    expect(status).toBe(202);
    await resume();
    await submitUntil("predictedStartAt", undefined);
  });

  it("again changes nothing for the same, and reason and time for another", async () => {
    const until = inSeconds(3_600);
    const first = await pause({ reason: "a", until });
    expect((await pause({ reason: "a", until })).body).toStrictEqual({
      ...first.body,
      changed: false,
    });
    const { since } = first.body["paused"] as { since: string };
    expect((await pause({ reason: "b" })).body).toStrictEqual({
      paused: { closed: true, reason: "b", actor: "operator", since },
      changed: true,
    });
  });

  it("takes a time in any zone, and gives it in UTC", async () => {
    const utc = inSeconds(3_600);
    const inTokyo = new Date(Date.parse(utc) + 9 * 3_600_000).toISOString();
    const { body } = await pause({ until: inTokyo.replace("Z", "+09:00") });
    expect(body["paused"]).toMatchObject({ until: utc });
  });

  it.each([
    {
      until: "2020-01-01T00:00:00Z",
      detail: /not in the future; leave it out/,
    },
    { until: inSeconds(366 * 86_400), detail: /more than 365 days ahead/ },
    { until: "2030-01-01T00:00:00", detail: /with a zone, for example/ },
    { until: "2030-01-01", detail: /with a zone/ },
    { until: "2030-02-30T00:00:00Z", detail: /with a zone/ },
    { until: "tomorrow", detail: /with a zone/ },
    { until: 1_900_000_000_000, detail: /until must/ },
    { until: null, detail: /until must/ },
    { until: "", detail: /with a zone/ },
  ])("refuses until $until", async ({ until, detail }) => {
    expectProblem(await pause({ until }), {
      status: 400,
      code: "invalid-request",
      field: "until",
      detail,
    });
    expect((await gates())["paused"]).toStrictEqual({ closed: false });
  });
});

describe("POST /queue/resume", () => {
  it("opens what is paused, once", async () => {
    await pause();
    const open = { paused: { closed: false } };
    expect(await resume({ reason: "done" })).toMatchObject({
      status: 200,
      body: { ...open, changed: true },
    });
    const again = await resume();
    expect(again.body).toStrictEqual({ ...open, changed: false });
    expect((await gates())["paused"]).toStrictEqual({ closed: false });
  });

  it.each(["limit", "load"] as const)("opens the gate %s", async (gate) => {
    const { control } = foundation(loadCommonConfig(), "test");
    const closing = { reason: "usage-limit", since: new Date() };
    const until = new Date(Date.now() + 3_600_000);
    if (gate === "load")
      await control.gates.close({ name: gate, actor: "ccsp", ...closing });
    else
      await control.limits.replace(await control.limits.read(), {
        refusals: 5,
        unavailable: [],
        failuresInARow: 2,
        closed: { reason: "usage-limit", since: closing.since, until },
      });
    expect((await gates())[gate]).toMatchObject({ closed: true });
    const { body } = await resume({ gate, reason: "bought more" });
    expect(body).toStrictEqual({ [gate]: { closed: false }, changed: true });
    expect((await gates())[gate]).toStrictEqual({ closed: false });
    expect((await control.limits.read()).limit.refusals).toBe(0);
    expect((await audited(1))[0]).toMatchObject({
      action: "resume",
      reason: "bought more",
      detail: { gate },
    });
  });

  it.each(["emergency", "all", "", 1, null])(
    "refuses the gate %j",
    async (gate) => {
      expectProblem(await resume({ gate }), {
        status: 400,
        code: "invalid-request",
        field: "gate",
        detail: /gate must be one of paused, session, limit, load/,
      });
    },
  );
});

describe("both orders", () => {
  it("are in the trail, once for each change, and in the journal", async () => {
    service.output();
    const until = inSeconds(60);
    await pause({ reason: "release", until });
    await pause({ reason: "release", until });
    await resume({ reason: "done" });
    await resume({ reason: "done" });
    const at = expect.stringMatching(/^\d{4}-.*Z$/) as unknown;
    const actor = "operator";
    expect((await audited(2)).slice(0, 2)).toStrictEqual([
      {
        at,
        actor,
        action: "resume",
        reason: "done",
        detail: { gate: "paused" },
      },
      { at, actor, action: "pause", reason: "release", detail: { until } },
    ]);
    const events = service
      .output()
      .split("\n")
      .filter((line) => line.includes('"queue-'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events).toMatchObject([
      { event: "queue-paused", level: "warn", actor, changed: true, until },
      { event: "queue-paused", changed: false },
      { event: "queue-resumed", reason: "done", changed: true },
      { event: "queue-resumed", gate: "paused", changed: false },
    ]);
  });

  it.each([
    { body: '{"reason":1}', field: "reason" },
    { body: `{"reason":"${"r".repeat(1_001)}"}`, field: "reason" },
    { body: '{"reasn":"x"}', field: "reasn" },
    { body: "[]", field: "body" },
    { body: "null", field: "body" },
  ])("refuse $body", async ({ body, field }) => {
    for (const action of ["pause", "resume"])
      expectProblem(await order(`/queue/${action}`, body), {
        status: 400,
        code: "invalid-request",
        field,
        detail: /must (be|have)|remove it/,
      });
  });

  it("refuse what belongs to the other, and what is no JSON", async () => {
    for (const [action, body, field] of [
      ["pause", '{"gate":"limit"}', "gate"],
      ["resume", '{"until":"2030-01-01T00:00:00Z"}', "until"],
    ] as const)
      expectProblem(await order(`/queue/${action}`, body), {
        status: 400,
        code: "invalid-request",
        field,
        detail: /remove it/,
      });
    for (const action of ["pause", "resume"]) {
      expectProblem(await order(`/queue/${action}`, "{"), {
        status: 400,
        code: "invalid-json",
        field: "body",
      });
      expectProblem(await order(`/queue/${action}?until=1`), {
        status: 400,
        code: "invalid-request",
        field: "until",
      });
    }
  });
});
