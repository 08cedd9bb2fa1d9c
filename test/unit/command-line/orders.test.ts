/** `ccsp clear`, `redrive` and `queue`: what is asked before, what is sent, what is said. */
import { describe, expect, it } from "vitest";
import { queueStatus } from "./queue-status.ts";
import { ccsp, type Script } from "./scripted-call.ts";

describe("ccsp clear", () => {
  it("tells how many it would cancel, and that it lifts no stop", async () => {
    const gates = { emergency: { closed: true, reason: "fire" } };
    const { exit, sent, stderr } = await ccsp("clear", {
      script: () => [200, queueStatus(gates)],
      typed: "n",
    });
    expect(stderr).toMatch(/Cancel 5 tasks that wait, for good\?/);
    expect(stderr).toMatch(/does not lift the emergency stop/);
    expect(sent.map(({ method }) => method)).toEqual(["GET"]);
    expect(exit).toBe(1);
  });

  it("goes on until all is cancelled", async () => {
    const rest = [
      { cleared: 3, complete: false },
      { cleared: 2, complete: true },
    ];
    const { json, sent } = await ccsp("clear --class low --yes --json", {
      script: () => [200, rest.shift()],
    });
    expect(json).toEqual({ cleared: 5, complete: true, class: "low" });
    expect(sent.map(({ body }) => body)).toEqual([
      { class: "low" },
      { class: "low" },
    ]);
  });

  it("is no success when it comes to nothing", async () => {
    const { exit, stdout } = await ccsp("clear --yes", {
      script: () => [200, { cleared: 0, complete: false }],
    });
    expect(exit).toBe(1);
    expect(stdout).toMatch(/run it again/);
  });
});

describe("ccsp redrive", () => {
  it("orders what was not reached again, and tells what was left", async () => {
    const rest = [
      {
        redriven: 1,
        skipped: [
          { taskId: "b", reason: "not-failed" },
          { taskId: "c", reason: "not-reached" },
        ],
        complete: false,
      },
      { redriven: 1, skipped: [], complete: true },
    ];
    const { exit, sent, stdout } = await ccsp("redrive a b c", {
      script: () => [200, rest.shift()],
    });
    expect(sent.map(({ body }) => body)).toEqual([
      { taskIds: ["a", "b", "c"] },
      { taskIds: ["c"] },
    ]);
    expect(stdout).toMatch(/Queued 2 tasks again/);
    expect(stdout).toMatch(/b: not-failed/);
    expect(exit).toBe(1);
  });

  it("asks before it takes all that pass a filter", async () => {
    const script: Script = () => [
      200,
      { redriven: 9, skipped: [], complete: true },
    ];
    const line = "redrive --code crashed --agent alice";
    const asked = await ccsp(line, { script, typed: "yes" });
    expect(asked.stderr).toMatch(/with code crashed, agent alice again\?/);
    expect(asked.sent[0]?.body).toEqual({ code: "crashed", agent: "alice" });
    expect((await ccsp(line, { script })).exit).toBe(2);
    expect((await ccsp("redrive --all --yes", { script })).sent).toMatchObject([
      { body: { all: true } },
    ]);
  });

  it("sends no more than 100 ids at once", async () => {
    const ids = Array.from({ length: 101 }, (_, place) => `t${place}`);
    const { sent } = await ccsp(`redrive ${ids.join(" ")}`, {
      script: () => [200, { redriven: 1, skipped: [], complete: true }],
    });
    const sizes = sent.map(
      ({ body }) =>
        (body as { readonly taskIds: readonly string[] }).taskIds.length,
    );
    expect(sizes).toEqual([100, 1]);
  });

  it.each([
    ["redrive", /Say which dead letters: ids, filters/],
    ["redrive a --all", /Say in one way/],
    ["redrive --all --code crashed", /Say in one way/],
    ["redrive --code nonsense", /Allowed choices are empty-result, /],
    ["redrive --class express", /Allowed choices are urgent, high, /],
  ])("%s is refused", async (line, says) => {
    const { exit, sent, stderr } = await ccsp(line);
    expect({ exit, sent }).toEqual({ exit: 2, sent: [] });
    expect(stderr).toMatch(says);
  });
});

describe("ccsp queue", () => {
  it("shows classes, gates and executors", async () => {
    const gates = {
      paused: {
        closed: true,
        reason: "moving",
        actor: "olga",
        since: "2030-01-31T12:00:00.000Z",
        until: "2030-01-31T13:00:00.000Z",
      },
      load: { closed: true, reason: "busy", holds: ["normal", "low"] },
    };
    const { stdout } = await ccsp("queue", {
      script: () => [200, queueStatus(gates)],
    });
    expect(stdout).toMatch(/normal\s+3\s+1\s+2\s+1m 1s/);
    expect(stdout).toMatch(/urgent\s+0\s+0\s+0\s+–/);
    expect(stdout).toMatch(
      /paused\s+closed\s+all\s+2030-01-31T12:00:00Z\s+2030-01-31T13:00:00Z\s+olga\s+moving/,
    );
    expect(stdout).toMatch(/load\s+closed\s+normal, low\s+–/);
    expect(stdout).toMatch(/emergency\s+open\s+–/);
    expect(stdout).toMatch(/e1\s+2\s+2\s+\d+s ago/);
    expect(stdout).toMatch(/Dead letters: 4\. .*16 selections/);
  });

  it("says so when nobody works", async () => {
    const nobody = { ...queueStatus(), executors: [] };
    const { stdout } = await ccsp("queue", { script: () => [200, nobody] });
    expect(stdout).toMatch(/No executor was seen in the last minute/);
  });

  it("gives with --json what the service answers", async () => {
    const answer = queueStatus();
    const { json } = await ccsp("queue --json", {
      script: () => [200, answer],
    });
    expect(json).toEqual(answer);
  });
});

it.each([
  ["401", 4, { code: "unauthorized", detail: "The token is revoked." }],
  ["403", 4, { code: "forbidden", detail: "This needs `operate`." }],
  ["404", 5, { code: "token-not-found", detail: "There is no token a1." }],
  ["409", 8, { code: "task-not-failed", detail: "It has succeeded." }],
])("a refusal with %s is told, and ends with %d", async (code, exit, body) => {
  const script: Script = () => [Number(code), body];
  const told = await ccsp("token revoke a1 --json", { script });
  expect(told.exit).toBe(exit);
  expect(JSON.parse(told.stderr)).toMatchObject({
    error: { message: body.detail, code: body.code, exitCode: exit },
  });
});
