import type { ProgramEnd } from "../domain/program-end.ts";

/** A program to run. Nothing of our own environment reaches it except what `env` holds. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin: string;
  /** Called once it runs, with its process id. */
  readonly onStarted?: (pid: number) => void;
  readonly onStdout: (chunk: Uint8Array) => void;
  readonly onStderr: (chunk: Uint8Array) => void;
}

/** When a program is ended that does not end by itself. */
export interface ProcessLimits {
  /** Wall-clock milliseconds; then the whole tree is ended and `endedBy` is `timeout`. */
  readonly timeoutMs: number;
  /** Between SIGTERM and SIGKILL after a timeout. */
  readonly timeoutGraceMs: number;
  /** Fires: the whole tree is ended and `endedBy` is `stop`. */
  readonly stop: AbortSignal;
  /** Between SIGTERM and SIGKILL after a stop. */
  readonly stopGraceMs: number;
}

export interface ProcessEnd extends ProgramEnd {
  /** Wall-clock milliseconds from the start to the end of the program itself. */
  readonly durationMs: number;
}

/**
 * Runs one program and answers for its whole tree: when `run` resolves, nothing that it started
 * is alive, also what moved to another session or process group. Never rejects.
 */
export interface ProcessRunner {
  run(command: Command, limits: ProcessLimits): Promise<ProcessEnd>;
}
