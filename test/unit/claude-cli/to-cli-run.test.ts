import { describe, expect, it } from "vitest";
import { toCliRun } from "../../../shared/adapters/claude-cli/to-cli-run.ts";
import type { FinishedRun } from "../../../shared/adapters/claude-cli/classify-run.ts";
import type { Variables } from "../../../shared/domain/allowed-environment.ts";
import {
  CAPTURED_AT,
  capturedRun,
  finishedRun,
  INIT,
  printed,
  readCaptures,
  resultEvent,
} from "../../builders/captured-run.ts";

function translate(run: FinishedRun, environment: Variables = {}) {
  const request = {
    prompt: "go with sk-ant-of-the-prompt-1",
    timeoutMs: 60_000,
  };
  return toCliRun(run, { request, environment, now: CAPTURED_AT });
}

describe("the recorded runs", () => {
  const limits = readCaptures().filter(
    (capture) => capture.expected.resetsAtEpochSeconds !== undefined,
  );

  it.each(limits)("$name says when the limit ends", (capture) => {
    const run = translate(capturedRun(capture));
    const seconds = capture.expected.resetsAtEpochSeconds ?? 0;
    expect(run.resetsAt).toEqual(new Date(seconds * 1000));
  });

  it.each(readCaptures())(
    "$name has either an answer or a reason",
    (capture) => {
      const run = translate(capturedRun(capture));
      expect(run.result === undefined).toBe(run.reason !== undefined);
      expect(run.reason).not.toBe("");
    },
  );

  it("tell how far the usage windows are used up", () => {
    const [warning] = readCaptures().filter(
      ({ name }) => name === "d-200-oauth-warning",
    );
    if (warning === undefined) throw new Error("the capture is missing");
    expect(translate(capturedRun(warning)).usageWindows).toEqual([
      {
        name: "five_hour",
        utilization: 0.92,
        resetsAt: new Date(1_795_334_511_000),
      },
      { name: "seven_day", utilization: 0.4, resetsAt: expect.any(Date) },
    ]);
  });
});

describe("an end that somebody asked for", () => {
  it("is an interruption when it was us", () => {
    const end = { exitCode: 143, endedBy: "stop" } as const;
    expect(translate(finishedRun({ end })).outcome).toBe("interrupted");
  });

  it("is a crash when it was not us", () => {
    const end = { exitCode: 143 };
    expect(translate(finishedRun({ end })).outcome).toBe("crashed");
  });
});

describe("a success", () => {
  const usage = {
    input_tokens: 1,
    cache_creation_input_tokens: 20,
    cache_read_input_tokens: 300,
    output_tokens: 7,
  };
  const fields = { usage, total_cost_usd: 0.25, num_turns: 4 };

  it("carries the answer, its size, the session and what it cost", () => {
    const stdout = printed(INIT, resultEvent({ ...fields, result: "é" }));
    expect(translate(finishedRun({ stdout }))).toEqual({
      outcome: "success",
      executionTimeMs: 100,
      result: "é",
      resultBytes: 2,
      sessionId: "s-1",
      usage: { inputTokens: 321, outputTokens: 7, costUsd: 0.25, turns: 4 },
    });
  });

  it("counts what each model used, also what the CLI's own sum leaves out", () => {
    const modelUsage = {
      "claude-opus-5-5": {
        inputTokens: 100_000,
        outputTokens: 1_000,
        costUSD: 0.25,
      },
      "claude-haiku-5": { inputTokens: 1, cacheReadInputTokens: 20 },
    };
    const stdout = printed(
      resultEvent({ usage: { input_tokens: 0 }, modelUsage }),
    );
    const run = translate(finishedRun({ stdout }));
    expect(run.usage).toMatchObject({
      inputTokens: 100_021,
      outputTokens: 1_000,
    });
    expect(run.models).toEqual([
      {
        model: "claude-opus-5-5",
        inputTokens: 100_000,
        outputTokens: 1_000,
        costUsd: 0.25,
      },
      {
        model: "claude-haiku-5",
        inputTokens: 21,
        outputTokens: 0,
        costUsd: 0,
      },
    ]);
  });

  it("is cut at 1 MiB, and says so", () => {
    const stdout = printed(resultEvent({ result: "🦊".repeat(300_000) }));
    const run = translate(finishedRun({ stdout }));
    expect(run).toMatchObject({ truncated: true, resultBytes: 1_200_000 });
    expect(run.result).toBe("🦊".repeat(262_144));
  });

  it("warns of each tool that was refused, once", () => {
    const denials = ["Bash", "Bash", "Write"].map((name) => ({
      tool_name: name,
    }));
    const stdout = printed(resultEvent({ permission_denials: denials }));
    expect(translate(finishedRun({ stdout })).warnings).toEqual([
      "tool Bash was refused",
      "tool Write was refused",
    ]);
  });
});

describe("the reason of a failure", () => {
  it("is what the CLI said about it", () => {
    const result = resultEvent({ is_error: true, result: "Too much" });
    const run = finishedRun({ stdout: printed(result), end: { exitCode: 1 } });
    expect(translate(run).reason).toBe("Too much");
  });

  it("is how the process ended when the CLI said nothing", () => {
    const run = finishedRun({ end: { signal: "SIGKILL" } });
    expect(translate(run).reason).toBe(
      "The CLI ended by SIGKILL without a result",
    );
  });

  it("names the time that was up", () => {
    const end = { signal: "SIGKILL", endedBy: "timeout" } as const;
    expect(translate(finishedRun({ end })).reason).toContain("60000 ms");
  });

  it("holds no key of what was asked", () => {
    const stderr = "cannot use sk-ant-of-the-prompt-1 to go";
    expect(translate(finishedRun({ stderr })).reason).toBe(
      "cannot use [hidden] to go",
    );
  });

  it("never holds a credential, and is never long", () => {
    const secret = "sk-ant-secret-value";
    const stderr = `key ${secret}\n${"x".repeat(1_900)}`;
    const run = finishedRun({ stderr, end: { exitCode: 1 } });
    const environment = { CLAUDE_CODE_OAUTH_TOKEN: secret };
    const reason = translate(run, environment).reason ?? "";
    expect(reason).not.toContain(secret);
    expect(reason).toContain("[hidden]");
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(2_048);
  });
});
