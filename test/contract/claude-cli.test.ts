import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { childEnvironment } from "../../shared/adapters/claude-cli/child-environment.ts";
import { claudeCli } from "../../shared/adapters/claude-cli/claude-cli.ts";
import { execaProcessRunner } from "../../shared/adapters/execa/execa-process-runner.ts";
import { fileSystemSlotRunner } from "../../shared/adapters/file-system/file-system-slot-runner.ts";
import {
  readProcessTable,
  readRunMarker,
} from "../../shared/adapters/execa/process-table.ts";
import { OUTCOMES } from "../../shared/domain/outcome.ts";
import type { CliRequest } from "../../shared/ports/cli.ts";
import { CAPTURED_AT, readCaptures } from "../builders/captured-run.ts";
import { filesIn } from "../builders/files-in.ts";
import { readyHost } from "../integration/harness/ready-host.ts";
import { cliContract } from "./cli.contract.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const SIMULATOR = fileURLToPath(
  new URL("../../infra/local/claude-simulator.mjs", import.meta.url),
);
const LONG_ANSWER = fileURLToPath(
  new URL("../fixtures/cli/long-answer.mjs", import.meta.url),
);
const PREFIX = `contract-${process.pid}-`;
const workspace = await mkdtemp(join(tmpdir(), "ccsp-cli-"));
afterAll(() => rm(workspace, { recursive: true }));
const host = await readyHost();
afterAll(() => host.close());

const simulated = (file = SIMULATOR, now = () => new Date()) =>
  claudeCli({
    runner: fileSystemSlotRunner({
      runner: execaProcessRunner({
        newMarker: () => PREFIX + randomUUID(),
        spawn: host.spawn,
      }),
      workspace,
    }),
    file,
    environment: () =>
      childEnvironment({ ...process.env, AWS_REGION: "x" }, ["AWS_REGION"]),
    configDirectory: "private",
    now,
    lingerMs: 200,
    timeoutGraceMs: 300,
    stopGraceMs: 300,
  });

const directive = (fields: object) => `simulate: ${JSON.stringify(fields)}`;

/** Runs the simulator with a directive. */
function simulate(
  fields: object,
  request: Partial<CliRequest> = {},
  stop = new AbortController().signal,
) {
  const prompt = directive(fields);
  const whole = { prompt, timeoutMs: 60_000, ...request };
  return simulated().run(whole, { slot: 0, stop });
}

const survivors = () =>
  process.platform === "linux"
    ? readProcessTable().filter(({ pid }) =>
        readRunMarker(pid)?.startsWith(PREFIX),
      )
    : [];

cliContract("claudeCli with the simulator", () =>
  Promise.resolve({
    cli: simulated(),
    answeringPrompt: directive({ text: "fine" }),
    failingPrompt: directive({ outcome: "session-expired" }),
    endlessPrompt: directive({ sleepMs: 60_000 }),
    dispose: () => Promise.resolve(),
  }),
);

describe("the simulator", () => {
  it.each(OUTCOMES.filter((outcome) => outcome !== "interrupted"))(
    "plays %s",
    async (outcome) => {
      const timeoutMs = outcome === "timeout" ? 500 : 60_000;
      const run = await simulate({ outcome }, { timeoutMs });
      expect(run.outcome).toBe(outcome);
    },
  );

  it("plays an interruption, which nobody here asked for", async () => {
    const run = await simulate({ outcome: "interrupted" });
    expect(run.outcome).toBe("crashed");
  });

  it("says when its usage limit ends", async () => {
    const run = await simulate({ outcome: "usage-limit", resetsInMs: 60_000 });
    const aheadMs = (run.resetsAt?.getTime() ?? 0) - Date.now();
    expect(aheadMs).toBeGreaterThan(50_000);
    expect(aheadMs).toBeLessThanOrEqual(61_000);
  });

  it.each(readCaptures())("plays the recorded run $name", async (capture) => {
    const { name, expected } = capture;
    const prompt = directive({ capture: name });
    const run = await simulated(SIMULATOR, () => CAPTURED_AT).run(
      { prompt, timeoutMs: 60_000 },
      { slot: 0, stop: new AbortController().signal },
    );
    // Nobody here ended the two runs that were interrupted when they were recorded.
    const isInterrupted = expected.outcome === "interrupted";
    expect(run.outcome).toBe(isInterrupted ? "crashed" : expected.outcome);
  });
});

describe("a run", () => {
  it("gives the CLI the prompt byte for byte", async () => {
    const prompt = `${directive({ echoStdin: true })}\r\n\t\0 "quotes" $HOME 🦊\n\n`;
    const run = await simulate({}, { prompt });
    expect(run.result).toBe(prompt);
  });

  it("shows the CLI only what it may see", async () => {
    const run = await simulate({ environment: true });
    const names: unknown = JSON.parse(run.result ?? "");
    expect(names).toContain("CCSP_RUN");
    expect(names).toContain("CLAUDE_CONFIG_DIR");
    expect(names).not.toContain("AWS_REGION");
    expect(names).not.toContain("VITEST");
  });

  it("passes a system prompt that looks like a flag, of any allowed length", async () => {
    const systemPrompt = `--version ${"x".repeat(60_000)}`;
    const run = await simulate({ arguments: true }, { systemPrompt });
    expect(JSON.parse(run.result ?? "")).toContain(systemPrompt);
  });

  it("refuses what the CLI could never run, without starting it", async () => {
    const run = await simulate({}, { model: "--help" });
    expect(run).toMatchObject({
      outcome: "invalid-request",
      executionTimeMs: 0,
    });
  });

  it("cuts an answer that is too long", async () => {
    const run = await simulate({ resultBytes: 2_000_000 });
    expect(run).toMatchObject({ truncated: true, resultBytes: 2_000_000 });
    expect(run.result).toHaveLength(1024 * 1024);
  });

  it("is a success when its answer is far longer than what is held of a line", async () => {
    const run = await simulated(LONG_ANSWER).run(
      { prompt: "80000000", timeoutMs: 60_000 },
      { slot: 0, stop: new AbortController().signal },
    );
    expect({ ...run, result: run.result?.length }).toEqual({
      outcome: "success",
      startTimeMs: expect.any(Number),
      executionTimeMs: expect.any(Number),
      ...{ result: 1024 * 1024, resultBytes: 80_000_000, truncated: true },
      sessionId: "s-1",
      usage: { inputTokens: 5, outputTokens: 7, costUsd: 0.25, turns: 2 },
      warnings: ["tool Bash was refused"],
    });
  }, 60_000);

  it("is a success when the process stays on after its result", async () => {
    const run = await simulate({ text: "fine", lingerMs: 60_000 });
    expect(run).toMatchObject({ outcome: "success", result: "fine" });
    expect(run.executionTimeMs).toBeLessThan(onABusyMachine(3_000));
  });

  it("keeps its class when it failed and then stayed on", async () => {
    const run = await simulate({
      outcome: "rate-limit",
      lingerMs: 60_000,
      ignoreSigterm: true,
    });
    expect(run.outcome).toBe("rate-limit");
  });

  it("leaves no process alive, however stubborn", async () => {
    const stop = new AbortController();
    const fields = { sleepMs: 60_000, ignoreSigterm: true, forks: 3 };
    const running = simulate(fields, {}, stop.signal);
    setTimeout(() => stop.abort(), 500);
    await expect(running).resolves.toMatchObject({ outcome: "interrupted" });
    expect(survivors()).toEqual([]);
  });

  it("leaves no file behind", async () => {
    await simulate({ text: "fine" });
    await expect(filesIn(join(workspace, "slot-0"))).resolves.toEqual([]);
  });
});

describe("a program that is no CLI", () => {
  const says = (line: string) => {
    const file = join(workspace, `claude-${randomUUID()}`);
    writeFileSync(file, `#!/bin/sh\necho '${line}'\n`, { mode: 0o755 });
    return file;
  };

  it.each([
    ["is missing", () => "/no/such/claude", "ENOENT"],
    ["is not on the PATH", () => "no-such-claude", "ENOENT"],
    ["is a folder", tmpdir, "EACCES"],
    ["is another program", () => "/bin/echo", "not with a version of Claude"],
    [
      "prints its help",
      () => says("Usage: claude [options] [command] [prompt]"),
      'with "Usage: claude',
    ],
    ["is too old", () => says("1.0.128 (Claude Code)"), "older than 2.1.0"],
    ["ends badly", () => "/bin/false", "exit code 1"],
  ])("is found out when it %s", async (_, path, problem) => {
    const file = path();
    const check = await simulated(file).check();
    expect(check).toMatchObject({ usable: false });
    const reason = check.usable ? "" : check.reason;
    expect(reason).toContain(file);
    expect(reason).toContain(problem);
    expect(reason).toContain("CCSP_CLI");
  });

  it("may be one that plays it", async () => {
    const check = await simulated(says("claude 2.5")).check();
    expect(check).toEqual({ usable: true, version: "2.5" });
  });

  it("makes a run misconfigured", async () => {
    const stop = new AbortController().signal;
    const run = await simulated("/no/such/claude").run(
      { prompt: "do", timeoutMs: 5_000 },
      { slot: 7, stop },
    );
    expect(run).toMatchObject({ outcome: "misconfigured" });
    await expect(filesIn(join(workspace, "slot-7"))).resolves.toEqual([]);
  });
});
