import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { childEnvironment } from "../../shared/adapters/claude-cli/child-environment.ts";
import { claudeCli } from "../../shared/adapters/claude-cli/claude-cli.ts";
import { execaProcessRunner } from "../../shared/adapters/execa/execa-process-runner.ts";
import { fileSystemSlotRunner } from "../../shared/adapters/file-system/file-system-slot-runner.ts";
import type { CliRequest } from "../../shared/ports/cli.ts";
import { filesIn } from "../builders/files-in.ts";
import { readyHost } from "../integration/harness/ready-host.ts";

const INSPECTOR = fileURLToPath(
  new URL("../fixtures/cli/inspecting-claude.mjs", import.meta.url),
);
const workspace = await mkdtemp(join(tmpdir(), "ccsp-hygiene-"));
afterAll(() => rm(workspace, { recursive: true }));
const host = await readyHost();
afterAll(() => host.close());

/** What an executor may have in its environment. */
const OURS = {
  PATH: process.env["PATH"],
  HOME: "/home/me",
  TMPDIR: tmpdir(),
  LANG: "C.UTF-8",
  TERM: "dumb",
  SHELL: "/bin/sh",
  NODE_OPTIONS: "--no-warnings",
  HTTPS_PROXY: "http://proxy",
  AWS_SECRET_ACCESS_KEY: "aws",
  AWS_SESSION_TOKEN: "aws",
  GITHUB_TOKEN: "github",
  CCSP_GITHUB_TOKEN: "github",
  CCSP_STATE_DIR: "/state",
  CCSP_RUN: "the-run-of-our-parent",
  ANTHROPIC_API_KEY: "sk-ant-a-key",
  ANTHROPIC_BASE_URL: "http://127.0.0.1:1",
  ANTHROPIC_AUTH_TOKEN: "another way in",
  CLAUDE_CODE_RETRY_WATCHDOG: "1",
  TASKS_TABLE: "tasks",
};

interface Seen {
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
  readonly prompt: string;
  readonly work: string;
  readonly folders: readonly unknown[];
}

/** Runs the inspector, and gives back what it saw. */
async function inspect(
  request: Partial<CliRequest> = {},
  { slot = 0, environment = childEnvironment(OURS, []) } = {},
): Promise<Seen> {
  const cli = claudeCli({
    runner: fileSystemSlotRunner({
      runner: execaProcessRunner({ newMarker: randomUUID, spawn: host.spawn }),
      workspace,
    }),
    file: INSPECTOR,
    environment: () => environment,
    configDirectory: "private",
    now: () => new Date(),
  });
  const whole = { prompt: "look", timeoutMs: 20_000, ...request };
  const stop = new AbortController().signal;
  const { result } = await cli.run(whole, { slot, stop });
  return JSON.parse(result ?? "{}") as Seen;
}

describe("the environment of the CLI", () => {
  it("is the allow-list, our settings for it, its folder and the run's marker", async () => {
    const { environment } = await inspect();
    expect(Object.keys(environment).sort()).toEqual([
      "ANTHROPIC_API_KEY",
      "ANTHROPIC_BASE_URL",
      "CCSP_RUN",
      "CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS",
      "CLAUDE_CODE_DISABLE_ATTACHMENTS",
      "CLAUDE_CODE_DISABLE_BACKGROUND_TASKS",
      "CLAUDE_CODE_DISABLE_FILE_MENTIONS",
      "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
      "CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK",
      "CLAUDE_CODE_MAX_RETRIES",
      "CLAUDE_CODE_TMPDIR",
      "CLAUDE_CONFIG_DIR",
      "HOME",
      "LANG",
      "PATH",
      "TERM",
      "TMPDIR",
    ]);
    expect(environment["CCSP_RUN"]).not.toBe(OURS.CCSP_RUN);
  });

  it("holds the credential that was read last, and nowhere else is one", async () => {
    const given = { CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat-renewed" };
    const environment = childEnvironment(OURS, [], given);
    const { environment: seen, ...rest } = await inspect({}, { environment });
    expect(seen).toMatchObject(given);
    expect(JSON.stringify(rest)).not.toContain("sk-ant");
    await expect(filesIn(workspace)).resolves.toEqual([]);
  });

  it("holds what the operator names, but no key to our own stores", async () => {
    const names = ["HTTPS_PROXY", "AWS_SESSION_TOKEN", "CCSP_GITHUB_TOKEN"];
    const environment = childEnvironment(OURS, names);
    const { environment: seen } = await inspect({}, { environment });
    expect(seen).toHaveProperty("HTTPS_PROXY", "http://proxy");
    expect(Object.values(seen)).not.toContain("aws");
    expect(Object.values(seen)).not.toContain("github");
  });
});

describe("the folders of the CLI", () => {
  it("are its own, and empty, also after a run that left something", async () => {
    const slot = join(workspace, "slot-3");
    for (const prompt of ["first", "second"]) {
      const seen = await inspect({ prompt }, { slot: 3 });
      expect(seen.work).toBe(join(slot, "work"));
      const config = join(slot, "config");
      expect(seen.environment["CLAUDE_CONFIG_DIR"]).toBe(config);
      expect(seen.environment["CLAUDE_CODE_TMPDIR"]).toBe(config);
      const empty = { mode: "700", holds: [] };
      expect(seen.folders).toEqual([empty, empty]);
    }
  });
});

describe("what a request says", () => {
  it.each([
    "/cost",
    "/clear and more",
    "--help",
    "--dangerously-skip-permissions",
    "@/etc/hostname",
    "!ls",
  ])(
    "reaches the CLI as text on stdin, and in no argument: %s",
    async (prompt) => {
      const seen = await inspect({ prompt });
      // One space before a slash: a leading slash would be a command of the CLI itself.
      expect(seen.prompt).toBe(prompt.startsWith("/") ? ` ${prompt}` : prompt);
      expect(seen.arguments).not.toContain(prompt);
    },
  );

  it.each([
    ["systemPrompt", "--dangerously-skip-permissions"],
    ["systemPrompt", "-"],
  ])(
    "is the value of a flag, whatever it looks like: %s %s",
    async (name, text) => {
      const seen = await inspect({ [name]: text });
      const at = seen.arguments.indexOf(text);
      expect(seen.arguments[at - 1]).toBe("--append-system-prompt");
    },
  );
});
