/** Runs that no capture shows, in which one sign contradicts another. */
import { describe, expect, it } from "vitest";
import { classifyRun } from "../../../shared/adapters/claude-cli/classify-run.ts";
import { observeOutput } from "../../../shared/adapters/claude-cli/observe-output.ts";
import { observed, UNLIMITED } from "../../../shared/domain/account-limit.ts";
import type { TaskId } from "../../../shared/domain/task.ts";
import {
  finishedRun,
  INIT,
  printed,
  resultEvent,
} from "../../builders/captured-run.ts";

const outcomeOf = (...events: readonly object[]): string =>
  classifyRun(
    finishedRun({ stdout: printed(...events), end: { exitCode: 1 } }),
  );

const failed = (fields: object = {}): object =>
  resultEvent({ is_error: true, terminal_reason: "completed", ...fields });
const error = (name: string) => ({ type: "assistant", error: name });
const ANSWER = { type: "assistant", message: { role: "assistant" } };
const used = (fields: object = {}) => ({
  type: "rate_limit_event",
  rate_limit_info: { status: "rejected", resetsAt: 1_795_334_511, ...fields },
});

describe("A failure whose signs contradict each other", () => {
  it("is not that of a login or a limit from which the run recovered", () => {
    const authentication = error("authentication_failed");
    const broken = failed({ api_error_status: 500 });
    expect(outcomeOf(INIT, authentication, ANSWER, broken)).toBe("unavailable");
    const cutOff = failed({ subtype: "error_during_execution", num_turns: 3 });
    expect(outcomeOf(INIT, error("rate_limit"), ANSWER, cutOff)).toBe(
      "unknown",
    );
    expect(outcomeOf(INIT, ANSWER, authentication, failed())).toBe(
      "session-expired",
    );
  });

  it("is no used-up window while the account pays for more", () => {
    const refused = failed({ api_error_status: 429 });
    const paying = used({ isUsingOverage: true });
    expect(outcomeOf(INIT, paying, error("rate_limit"), refused)).toBe(
      "rate-limit",
    );
    expect(outcomeOf(INIT, used(), error("rate_limit"), refused)).toBe(
      "usage-limit",
    );
  });

  it("is a used-up window when nothing else tells why", () => {
    expect(outcomeOf(INIT, used(), failed())).toBe("usage-limit");
    expect(outcomeOf(INIT, used(), error("unknown"), failed())).toBe(
      "usage-limit",
    );
    expect(outcomeOf(INIT, used(), failed({ stop_reason: "refusal" }))).toBe(
      "invalid-request",
    );
  });

  it("is what the API said, however the run ended", () => {
    const fields = { subtype: "error_during_execution", num_turns: 0 };
    const refused = { api_error_status: 429, startup_failure_reason: "" };
    expect(outcomeOf(failed({ ...fields, ...refused }))).toBe("rate-limit");
    expect(outcomeOf(failed(fields))).toBe("misconfigured");
  });

  it("is no answer when its error has an odd shape", () => {
    let answers = 0;
    const output = observeOutput(
      () => undefined,
      () => {
        answers += 1;
      },
    );
    const odd = { type: "assistant", error: { type: "odd" } };
    output.onStdout(Buffer.from(printed(INIT, odd)));
    expect(answers).toBe(0);
    output.onStdout(Buffer.from(printed(ANSWER, ANSWER)));
    expect(answers).toBe(1);
    output.finish();
  });

  it("at its timeout says nothing about the account", () => {
    const seen = { taskId: "t" as TaskId, now: new Date(0), random: 0 };
    const failing = observed(UNLIMITED, { ...seen, outcome: "unavailable" });
    expect(observed(failing, { ...seen, outcome: "timeout" })).toBe(failing);
  });
});
