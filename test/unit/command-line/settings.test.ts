/** `ccsp settings`: from what is typed to what is sent. */
import { describe, expect, it } from "vitest";
import {
  assignments,
  resets,
} from "../../../shared/command-line/settings-patch.ts";
import { ccsp, type Script } from "./scripted-call.ts";

const SETTINGS = {
  concurrency: 2,
  maxTurns: null,
  permissionMode: "default",
  allowedModels: [],
  retryTimedOut: false,
  agentCaps: {},
  loadManagement: { enabled: true, lowAt: 0.8 },
};

describe("a change of settings", () => {
  it.each([
    ["concurrency=4", { concurrency: 4 }],
    ["maxTurns=10", { maxTurns: 10 }],
    ["maxTurns=null", { maxTurns: null }],
    ["permissionMode=plan", { permissionMode: "plan" }],
    ["permissionMode=1", { permissionMode: "1" }],
    ["allowedModels=sonnet, haiku", { allowedModels: ["sonnet", "haiku"] }],
    ["allowedModels=", { allowedModels: [] }],
    ['allowedModels=["a,b"]', { allowedModels: ["a,b"] }],
    ["retryTimedOut=true", { retryTimedOut: true }],
    ["loadManagement.lowAt=0.7", { loadManagement: { lowAt: 0.7 } }],
    ["agentCaps.alice=5", { agentCaps: { alice: 5 } }],
    ['agentCaps={"a.b": 5}', { agentCaps: { "a.b": 5 } }],
    ["concurrency=many", { concurrency: "many" }], // the service says what is wrong
    ["concurrency=", { concurrency: "" }],
  ])("%s is %j", (change, patch) => {
    expect(assignments([change], SETTINGS)).toEqual(patch);
  });

  it("of parts of one setting is one change", () => {
    const changes = [
      "loadManagement.lowAt=0.5",
      "loadManagement.enabled=false",
    ];
    expect(assignments(changes, SETTINGS)).toEqual({
      loadManagement: { lowAt: 0.5, enabled: false },
    });
  });

  it.each(["concurrency", "=4", ""])("%j is none", (change) => {
    expect(() => assignments([change], SETTINGS)).toThrow(
      /is no change; write name=value/,
    );
  });

  it.each(["concurency=4", "__proto__=4", "toString=4"])(
    "%s names none that there is",
    (change) => {
      expect(() => assignments([change], SETTINGS)).toThrow(
        /There is no setting `.*`; there are concurrency, maxTurns, /,
      );
    },
  );

  it("back is null", () => {
    expect(resets(["concurrency", "loadManagement.lowAt"], SETTINGS)).toEqual({
      concurrency: null,
      loadManagement: { lowAt: null },
    });
    expect(() => resets(["speed"], SETTINGS)).toThrow(/There is no setting/);
  });

  const view = { version: 7, settings: SETTINGS, initial: SETTINGS };
  const script: Script = ({ method, body }) =>
    method === "GET"
      ? [200, view]
      : [200, { ...view, settings: { ...SETTINGS, ...(body as object) } }];

  it("is sent with the version that was seen", async () => {
    const { sent, stdout } = await ccsp(
      "settings set concurrency=4 --reason more",
      { script },
    );
    expect(sent[1]).toEqual({
      method: "PATCH",
      path: "/settings",
      body: { concurrency: 4, version: 7, reason: "more" },
    });
    expect(stdout).toMatch(/concurrency\s+4\s+2/);
  });

  it("can be read off what is shown: each part has the name that changes it", async () => {
    const settings = { ...SETTINGS, agentCaps: { alice: 5 } };
    const shown = await ccsp("settings", {
      script: () => [200, { ...view, settings }],
    });
    expect(shown.stdout).toMatch(/^loadManagement\.lowAt +0\.8 +–$/m);
    expect(shown.stdout).toMatch(/^agentCaps\.alice +5 +none$/m);
    const { stdout } = await ccsp("settings", { script });
    expect(stdout).toMatch(/^agentCaps +none +–$/m);
  });

  it("of all is given back by name", async () => {
    const { sent } = await ccsp("settings reset --all", { script });
    expect(Object.keys(sent[1]?.body as object)).toEqual([
      ...Object.keys(SETTINGS),
      "version",
    ]);
  });

  it.each([["settings reset"], ["settings reset --all concurrency"]])(
    "%s is refused",
    async (line) => {
      const { exit, sent } = await ccsp(line, { script });
      expect({ exit, sent }).toEqual({ exit: 2, sent: [] });
    },
  );
});
