import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "../../../infra/local/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "ccsp-settings-"));
const claude = join(folder, "claude");
writeFileSync(claude, "#!/bin/sh\n");
chmodSync(claude, 0o755);
writeFileSync(join(folder, "text"), "not a program\n");

afterAll(() => rmSync(folder, { recursive: true }));

describe("readSettings", () => {
  it("has a default for everything", () => {
    const { cli, ...rest } = readSettings({ PATH: "/nowhere" }, "/work");
    expect(rest).toEqual({
      stateDir: "/work/.ccsp",
      port: 3001,
      concurrency: 2,
      logLevel: "info",
    });
    expect(cli.simulated).toBe(true);
    expect(cli.file).toMatch(/infra\/local\/claude-simulator\.mjs$/);
  });

  it("prefers the claude on the PATH to the simulator", () => {
    const env = { PATH: `/nowhere:${folder}` };
    const expected = { file: claude, simulated: false };
    expect(readSettings(env, "/work").cli).toEqual(expected);
  });

  it.each(["./claude", claude])("takes CCSP_CLI=%s", (CCSP_CLI) => {
    const settings = readSettings({ PATH: "/nowhere", CCSP_CLI }, folder);
    expect(settings.cli).toEqual({ file: claude, simulated: false });
  });

  it("takes CCSP_CLI from the PATH when it is a bare name", () => {
    const env = { PATH: folder, CCSP_CLI: "claude" };
    expect(readSettings(env, "/work").cli.file).toBe(claude);
  });

  it("counts an empty variable as unset", () => {
    const env = {
      PATH: folder,
      CCSP_PORT: "",
      CCSP_CLI: "",
      CCSP_LOG_LEVEL: "",
    };
    expect(readSettings(env, "/work")).toMatchObject({
      port: 3001,
      logLevel: "info",
    });
  });

  it("does not guess which command is meant", () => {
    const env = { PATH: folder, CCSP_CLI_KIND: "generic-command" };
    expect(messageOf(() => readSettings(env, "/work"))).toBe(
      "CCSP_CLI: must name the program that CCSP_CLI_KIND=generic-command runs",
    );
    const named = { ...env, CCSP_CLI: "claude" };
    expect(readSettings(named, "/work").cli.file).toBe(claude);
  });

  it("names every problem at once", () => {
    const env = {
      PATH: folder,
      CCSP_PORT: "80000",
      CCSP_CONCURRENCY: "two",
      CCSP_CLI: join(folder, "text"),
      CCSP_CLI_KIND: "gemini",
      CCSP_CLI_ENV: "GOOD 1BAD",
      CCSP_GITHUB_REPO: "nameless",
      CCSP_GITHUB_API_URL: "ftp://github",
      CCSP_GITHUB_TOKEN: "github_pat_1",
      CCSP_STOP_TOPIC_ARN: "stops",
      CCSP_LOG_LEVEL: "loud",
      CCSP_MAX_TURN: "3",
    };
    expect(messageOf(() => readSettings(env, "/work"))).toBe(
      [
        "CCSP_PORT: must be a whole number from 1 to 65535",
        "CCSP_CLI_KIND: must be one of claude, generic-command",
        "CCSP_CLI_ENV: must list names of variables",
        "CCSP_LOG_LEVEL: must be one of debug, info, warn, error, silent",
        "CCSP_CONCURRENCY: must be a whole number from 1 to 64",
        "CCSP_GITHUB_REPO: must read owner/name",
        "CCSP_GITHUB_API_URL: must be an http or https URL",
        "CCSP_STOP_TOPIC_ARN: must be the ARN of an SNS topic",
        `CCSP_CLI: ${join(folder, "text")} is no executable file`,
        "CCSP_MAX_TURN: is no setting; did you mean CCSP_MAX_TURNS?",
      ].join("\n"),
    );
  });

  it("takes where people are told, and when the service stops itself", () => {
    const env = {
      PATH: folder,
      CCSP_GITHUB_REPO: "acme/ccsp-desk",
      CCSP_GITHUB_TOKEN: "github_pat_1",
      CCSP_GITHUB_API_URL: "https://github.example/api/v3",
      CCSP_STOP_TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:stops",
      CCSP_STOP_CONDITIONS:
        '{"long-limit": {"action": "immediate"}, "session-lost": {"threshold": 3}}',
    };
    expect(readSettings(env, "/work").port).toBe(3001);
  });

  it.each([{}, { CCSP_GITHUB_TOKEN: "" }])(
    "refuses a repository without a token, and names both: %j",
    (token) => {
      const CCSP_GITHUB_REPO = "acme/ccsp-desk";
      const env = { PATH: folder, CCSP_GITHUB_REPO, CCSP_PORT: "x", ...token };
      expect(messageOf(() => readSettings(env, "/work"))).toBe(
        [
          "CCSP_PORT: must be a whole number from 1 to 65535",
          "CCSP_GITHUB_TOKEN: is needed to write issues in CCSP_GITHUB_REPO",
        ].join("\n"),
      );
    },
  );

  it.each(["{", "5", "[]", "null", '"off"', '{"session-lots": {}}'])(
    "refuses CCSP_STOP_CONDITIONS=%s, and shows an example",
    (CCSP_STOP_CONDITIONS) => {
      const env = { PATH: folder, CCSP_STOP_CONDITIONS };
      expect(messageOf(() => readSettings(env, "/work"))).toBe(
        'CCSP_STOP_CONDITIONS: must be JSON that changes rules of memory-exhausted, queue-unreachable, session-lost, long-limit, for example {"session-lost": {"threshold": 3}}',
      );
    },
  );

  it.each([
    ['{"threshold": 0}', "session-lost.threshold: "],
    ['{"threshold": 1.5}', "session-lost.threshold: "],
    ['{"windowMs": 999}', "session-lost.windowMs: "],
    ['{"delayMs": -1}', "session-lost.delayMs: "],
    ['{"action": "maybe"}', "session-lost.action: "],
    ['{"treshold": 3}', 'session-lost: Unrecognized key: "treshold"'],
    ["3", "session-lost: "],
  ])("refuses the rule %s, and says which it is", (rule, problem) => {
    const CCSP_STOP_CONDITIONS = `{"session-lost": ${rule}}`;
    const env = { PATH: folder, CCSP_STOP_CONDITIONS };
    expect(messageOf(() => readSettings(env, "/work"))).toContain(
      `CCSP_STOP_CONDITIONS.${problem}`,
    );
  });

  it.each(["GOOD,AWS_PROFILE", "GITHUB_TOKEN", "GOOD CCSP_PORT"])(
    "refuses CCSP_CLI_ENV=%s, which would be ignored",
    (CCSP_CLI_ENV) => {
      const env = { PATH: folder, CCSP_CLI_ENV };
      expect(messageOf(() => readSettings(env, "/work"))).toContain(
        "CCSP_CLI_ENV: must not name AWS_, GITHUB_ or CCSP_ variables",
      );
    },
  );
});

function messageOf(act: () => unknown): string {
  try {
    act();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}
