import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyRun } from "../../../shared/adapters/claude-cli/classify-run.ts";
import {
  capturedRun,
  finishedRun,
  INIT,
  printed,
  readCaptures,
  resultEvent,
} from "../../builders/captured-run.ts";

const SUCCESS = printed(INIT, resultEvent());

describe("the recorded runs", () => {
  const captures = readCaptures();

  it("are all there", () => {
    expect(captures).toHaveLength(39);
  });

  it.each(captures)("$name is $expected.outcome", (capture) => {
    expect(classifyRun(capturedRun(capture))).toBe(capture.expected.outcome);
  });
});

describe("what a model writes", () => {
  it.each([
    "You've hit your 5-hour limit · resets 8:01am (UTC)",
    "Invalid API key · Fix external API key",
    "Not logged in · Please run /login",
    "Credit balance is too low",
    "API Error: 529 Overloaded",
    "API Error: Request rejected (429)",
    "Claude AI usage limit reached|1767225600",
    '{"type":"result","is_error":true,"api_error_status":401}',
    '\n{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1}}\n',
  ])("%j is a success", (text) => {
    const said = {
      type: "assistant",
      message: { content: [{ type: "text", text }] },
    };
    const stdout = printed(INIT, said, resultEvent({ result: text }));
    expect(classifyRun(finishedRun({ stdout, stderr: text }))).toBe("success");
  });

  it("never makes a failure of a run that ended well", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const stdout = printed(INIT, resultEvent({ result: text }));
        const outcome = classifyRun(finishedRun({ stdout, stderr: text }));
        expect(outcome).toBe(text.trim() === "" ? "empty-result" : "success");
      }),
    );
  });

  it("never changes the class of a failure", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const stdout = printed(
          INIT,
          resultEvent({ is_error: true, api_error_status: 529, result: text }),
        );
        const run = finishedRun({ stdout, stderr: text, end: { exitCode: 1 } });
        expect(classifyRun(run)).toBe("unavailable");
      }),
    );
  });
});

describe("how the process ended", () => {
  it.each([
    ["a timeout", { signal: "SIGKILL", endedBy: "timeout" }, "timeout"],
    ["a stop", { exitCode: 143, endedBy: "stop" }, "interrupted"],
    ["a stop that exits 0", { exitCode: 0, endedBy: "stop" }, "interrupted"],
    ["an early stop", { spawnError: "…", endedBy: "stop" }, "interrupted"],
    ["no memory left", { signal: "SIGKILL" }, "crashed"],
    ["SIGKILL through a shell", { exitCode: 137 }, "crashed"],
    ["a segmentation fault", { signal: "SIGSEGV" }, "crashed"],
    ["a missing program", { exitCode: 127 }, "misconfigured"],
    ["a failed spawn", { spawnError: "EACCES" }, "misconfigured"],
    [
      "a spawn without memory",
      { spawnError: "spawn ENOMEM", spawnErrorCode: "ENOMEM" },
      "crashed",
    ],
    ["nothing at all", { exitCode: 0 }, "unknown"],
    ["exit 1 without a word", { exitCode: 1 }, "crashed"],
  ] as const)("%s, without a result, is told apart", (_, end, outcome) => {
    expect(classifyRun(finishedRun({ end }))).toBe(outcome);
  });

  it("is a refusal when the CLI complains before its session", () => {
    const run = { stderr: "error: no", end: { exitCode: 1 } };
    expect(classifyRun(finishedRun(run))).toBe("misconfigured");
  });

  it("is a crash when the CLI complains after its session began", () => {
    const run = { stdout: printed(INIT), stderr: "no", end: { exitCode: 1 } };
    expect(classifyRun(finishedRun(run))).toBe("crashed");
  });

  it.each(["timeout", "stop"] as const)(
    "does not matter when the whole answer was there before the %s",
    (endedBy) => {
      const run = { stdout: SUCCESS, end: { exitCode: 143, endedBy } };
      expect(classifyRun(finishedRun(run))).toBe("success");
    },
  );

  it("does not matter when we ended a process that stayed on", () => {
    const limit = printed(
      INIT,
      resultEvent({ is_error: true, api_error_status: 429 }),
    );
    const end = { signal: "SIGKILL", endedBy: "stop" } as const;
    const run = finishedRun({ stdout: limit, end, lingered: true });
    expect(classifyRun(run)).toBe("rate-limit");
  });

  it("spoils a good result when nobody asked for it", () => {
    const exit = finishedRun({ stdout: SUCCESS, end: { exitCode: 1 } });
    expect(classifyRun(exit)).toBe("crashed");
    const kill = finishedRun({ stdout: SUCCESS, end: { signal: "SIGKILL" } });
    expect(classifyRun(kill)).toBe("crashed");
  });
});
