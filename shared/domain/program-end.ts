import type { OutcomeName } from "./outcome.ts";

/**
 * How a program ended. Exactly one of `exitCode`, `signal`, `spawnError` is there; a stop that
 * had fired before the start is a `spawnError` with `endedBy: "stop"`.
 */
export interface ProgramEnd {
  readonly exitCode?: number;
  readonly signal?: string;
  /** It could not be started at all: the reason in words. */
  readonly spawnError?: string;
  /** The system's name for that reason, for example `ENOENT`. */
  readonly spawnErrorCode?: string;
  /** Set when we ended it. */
  readonly endedBy?: "timeout" | "stop";
}

/** What a shell, as which a wrapper may run, answers when it cannot start a program. */
const NOT_STARTED_EXIT_CODES = [126, 127];

/** Spawn failures of a machine that is short of something at this moment, or lost who was to start it. */
const PASSING_SPAWN_ERRORS = [
  "EAGAIN",
  "ENOMEM",
  "EMFILE",
  "ENFILE",
  "ETXTBSY",
  "ECONNRESET",
];

/** What a program that could not be started means; `undefined` when it was started. */
export function classifyStart(end: ProgramEnd): OutcomeName | undefined {
  if (end.spawnError !== undefined) {
    const isPassing = PASSING_SPAWN_ERRORS.includes(end.spawnErrorCode ?? "");
    return isPassing ? "crashed" : "misconfigured";
  }
  return NOT_STARTED_EXIT_CODES.includes(end.exitCode ?? 0)
    ? "misconfigured"
    : undefined;
}

/** What we did to a program, or could not, in words; `undefined` when it ended by itself. */
export function ourDoing(
  end: ProgramEnd,
  timeoutMs: number,
): string | undefined {
  if (end.endedBy === "timeout") return `No result within ${timeoutMs} ms`;
  if (end.endedBy === "stop") return "The run was stopped";
  return end.spawnError === undefined
    ? undefined
    : `The CLI could not be started: ${end.spawnError}`;
}

/** With which exit code or by which signal a program ended, in words. */
export function howItEnded({ exitCode, signal }: ProgramEnd): string {
  return signal === undefined
    ? `with exit code ${exitCode ?? "unknown"}`
    : `by ${signal}`;
}
