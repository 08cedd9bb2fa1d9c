import { readdirSync, readFileSync } from "node:fs";
import type { FinishedRun } from "../../shared/adapters/claude-cli/classify-run.ts";
import { observeOutput } from "../../shared/adapters/claude-cli/observe-output.ts";
import type { OutcomeName } from "../../shared/domain/outcome.ts";
import type { ProcessEnd } from "../../shared/ports/process-runner.ts";

const FOLDER = new URL("../fixtures/captures/", import.meta.url);

/** One recorded run of the real CLI, and what a classification of it must say. */
export interface Capture {
  readonly name: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly expected: {
    readonly outcome: OutcomeName;
    readonly resetsAtEpochSeconds?: number;
  };
}

/** When the captures were taken: their reset times lie within days after it. */
export const CAPTURED_AT = new Date("2026-11-22T07:00:00Z");

export function readCaptures(): Capture[] {
  return readdirSync(FOLDER).map(
    (file) =>
      JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Capture,
  );
}

/** The run as the adapter would have seen it. */
export function capturedRun(capture: Capture): FinishedRun {
  return finishedRun({
    stdout: capture.stdout,
    stderr: capture.stderr,
    end:
      capture.signal === null
        ? { exitCode: capture.exitCode ?? 0 }
        : { signal: capture.signal },
  });
}

/** A run made of what it printed and how it ended. */
export function finishedRun({
  stdout = "",
  stderr = "",
  end = {},
  lingered = false,
}: {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly end?: Omit<ProcessEnd, "durationMs">;
  readonly lingered?: boolean;
}): FinishedRun {
  const output = observeOutput(() => undefined);
  output.onStdout(Buffer.from(stdout));
  output.onStderr(Buffer.from(stderr));
  const isOver = end.signal !== undefined || end.spawnError !== undefined;
  const exit = isOver ? {} : { exitCode: 0 };
  const full = { ...exit, ...end, durationMs: 100 };
  return { end: full, lingered, ...output.finish() };
}

/** Events as the CLI prints them, one a line. */
export function printed(...events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

export const INIT = { type: "system", subtype: "init", session_id: "s-1" };

export function resultEvent(fields: object = {}): object {
  return {
    type: "result",
    subtype: "success",
    is_error: false,
    result: "fine",
    num_turns: 1,
    session_id: "s-1",
    ...fields,
  };
}
