/** `GET /settings` and `PATCH /settings`, and what agents meet of them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILT_IN_SETTINGS, patched } from "../../shared/domain/settings.ts";
import { expectProblem } from "./expect-problem.ts";
import { anOperator } from "./orders.ts";
import { bearer, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
const { look, audited } = anOperator(() => service);
const INITIAL = { concurrency: 3, maxTurns: 10 };

beforeAll(async () => {
  service = await startService({ CCSP_CONCURRENCY: "3", CCSP_MAX_TURNS: "10" });
});
afterAll(() => service.end());

const change = (body: object, token = service.tokens.operator) =>
  service.send({
    method: "PATCH",
    path: "/settings",
    headers: bearer(token),
    body: JSON.stringify(body),
  });

/** Functions see a change after a second. */
const seen = (status: number, body: object) =>
  expect
    .poll(async () => (await service.send(submit(body))).status, {
      timeout: 30_000,
    })
    .toBe(status);

describe("The settings", () => {
  it("are told with what the service began, by its environment", async () => {
    const initial = patched(BUILT_IN_SETTINGS, INITIAL);
    const { status, body } = await look("/settings");
    expect(status).toBe(200);
    expect(body).toEqual({ version: 0, settings: initial, initial });
  });

  it("are changed, and it is kept who did it, what and why", async () => {
    const { version } = (await look("/settings")).body;
    const next = Number(version) + 1;
    const patch = {
      concurrency: 5,
      agentCaps: { carol: 0.5 * 4 },
      loadManagement: { lowAt: 0.7 },
    };
    const { status, body } = await change({
      ...patch,
      version,
      reason: "rush",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      changed: true,
      version: next,
      changedBy: "operator",
      settings: patched(BUILT_IN_SETTINGS, { ...INITIAL, ...patch }),
    });
    const { changed: _, ...known } = body;
    expect((await look("/settings")).body).toEqual(known);
    const [entry] = await audited(1);
    expect(entry).toEqual({
      action: "change-settings",
      actor: "operator",
      reason: "rush",
      at: expect.any(String),
      detail: {
        version: next,
        changed: {
          concurrency: { from: 3, to: 5 },
          "agentCaps.carol": { from: null, to: 2 },
          "loadManagement.lowAt": { from: 0.8, to: 0.7 },
        },
      },
    });

    const back = { concurrency: null, agentCaps: null, loadManagement: null };
    expect((await change(back)).body).toMatchObject({
      version: next + 1,
      settings: patched(BUILT_IN_SETTINGS, INITIAL),
    });
    const nothing = await change({ ...back, reason: "again" });
    expect(nothing.body).toMatchObject({ version: next + 1, changed: false });
    expect((await change({})).body).toMatchObject({ changed: false });
  });

  it("hold for agents within five seconds: models, turns and how many may wait", async () => {
    await seen(202, { prompt: "p", model: "opus", maxTurns: 10 });
    await change({ allowedModels: ["haiku"] });
    await seen(400, { prompt: "p", model: "opus" });
    expectProblem(await service.send(submit({ prompt: "p", model: "opus" })), {
      status: 400,
      code: "invalid-request",
      field: "model",
    });
    await change({ allowedModels: null, maxTurns: 2 });
    await seen(400, { prompt: "p", model: "opus", maxTurns: 3 });
    const agent = (await service.send({ method: "GET", path: "/tasks" })).body;
    const [{ agent: name }] = agent["items"] as [{ agent: string }];
    await change({ maxTurns: null, agentCaps: { [name]: 1 } });
    await seen(429, { prompt: "p" });
    await change({ agentCaps: { [name]: null } });
    await seen(202, { prompt: "p" });
  });
});

describe("A change is refused", () => {
  const WHOLE = "must be a whole number from 1 to 64";
  it.each([
    [{ concurrency: 0 }, "concurrency", WHOLE],
    [{ concurrency: "4" }, "concurrency", WHOLE],
    [{ concurrency: 4, maxTurns: 1.5 }, "maxTurns", "from 1 to 999999"],
    [{ throttleDelayMs: -1 }, "throttleDelayMs", "from 0 to 3600000"],
    [{ maxBudgetUsd: 0 }, "maxBudgetUsd", "a number of dollars above 0"],
    [
      { permissionMode: "bypassPermissions" },
      "permissionMode",
      "one of default",
    ],
    [{ allowedTools: "Read" }, "allowedTools", "must be a list"],
    [{ allowedTools: ["--help"] }, "allowedTools.0", "begin with a dash"],
    [{ disallowedTools: ["a\0"] }, "disallowedTools.0", "must be a list"],
    [{ agentCaps: { "no name": 1 } }, "agentCaps.no name", "letters, digits"],
    [{ agentCaps: { bob: 0 } }, "agentCaps.bob", "from 1 to 9999999"],
    [{ retryTimedOut: "yes" }, "retryTimedOut", "must be true or false"],
    [{ stopConditions: { fire: {} } }, "stopConditions.fire", "not a known"],
    [
      { stopConditions: { "session-lost": { threshold: 0 } } },
      "stopConditions.session-lost.threshold",
      "from 1 to 1000",
    ],
    [{ loadManagement: { lowAt: 0 } }, "loadManagement.lowAt", "above 0"],
    [
      { loadManagement: { lowAt: 0.99 } },
      "loadManagement.normalAt",
      "at least",
    ],
    [{ turbo: true }, "turbo", "not a known property"],
    [{ version: -1 }, "version", "at least 0"],
    [{ settings: { concurrency: 4 } }, "settings", "not a known property"],
  ])("%j", async (body, field, words) => {
    const before = (await look("/settings")).body;
    const answer = await change(body);
    expectProblem(answer, { status: 400, code: "invalid-request", field });
    expect(answer.body["detail"]).toContain(words);
    expect((await look("/settings")).body).toEqual(before);
  });

  it("for another version than the present one, naming both", async () => {
    const { version } = (await look("/settings")).body;
    const old = Number(version) + 7;
    const answer = await change({ concurrency: 4, version: old });
    expectProblem(answer, {
      status: 409,
      code: "settings-changed",
      field: "version",
    });
    expect(answer.body["detail"]).toContain(`version ${String(version)}`);
    expect(answer.body["detail"]).toContain(`not ${old}`);
  });

  it("without the scope for it; looking needs less", async () => {
    expect((await change({}, service.tokens.observer)).status).toBe(403);
    expect((await change({}, service.tokens.agent)).status).toBe(403);
    const looked = await service.send({
      method: "GET",
      path: "/settings",
      headers: bearer(service.tokens.observer),
    });
    expect(looked.status).toBe(200);
  });
});
