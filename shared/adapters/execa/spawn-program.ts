import type { ChildProcess } from "node:child_process";
import { execa } from "execa";
import type { Command } from "../../ports/process-runner.ts";
import { readProcess } from "./process-table.ts";
import { RUN_MARKER } from "./run-marker.ts";

export interface SpawnFailure {
  /** The system's name for it, for example `ENOENT`. */
  readonly code: string;
  readonly reason: string;
}

/** How a program ended: one of both. */
export interface ProgramOver {
  readonly exitCode?: number;
  readonly signal?: string;
}

/** Another user of the machine, who runs the programs. */
export interface OtherUser {
  readonly uid: number;
  readonly gid: number;
}

/** Starts a program; why it could not be started is a value. */
export type SpawnProgram = (
  command: Command,
  marker: string,
) => Promise<SpawnedProgram | SpawnFailure>;

export interface SpawnedProgram {
  readonly pid: number;
  /** Clock ticks since boot, where `/proc` tells them. */
  readonly startTime: string | undefined;
  readonly ended: Promise<ProgramOver>;
  /** Resolves when the program has ended and nobody holds its output any more. */
  readonly closed: Promise<void>;
  /** Stops listening to output that somebody still holds. */
  readonly letGo: () => void;
}

/**
 * Starts a program with its whole input, in a session of its own: a Ctrl-C at our terminal must
 * not reach it, because we decide when it ends.
 *
 * @param user who runs it, if not we; that needs the right to
 * @returns why it could not be started, as a value
 */
export async function spawnProgram(
  command: Command,
  marker: string,
  user?: OtherUser,
): Promise<SpawnedProgram | SpawnFailure> {
  try {
    const child = execa(command.file, [...command.args], {
      cwd: command.cwd,
      env: { ...command.env, [RUN_MARKER]: marker },
      extendEnv: false,
      input: command.stdin,
      buffer: false,
      reject: false,
      detached: true,
      cleanup: false,
      ...user,
    });
    const closed = child.then(
      () => undefined,
      () => undefined,
    );
    const ended = endOf(child.nodeChildProcess);
    child.stdout.on("data", command.onStdout);
    child.stderr.on("data", command.onStderr);
    if (child.pid === undefined) {
      const { cause, originalMessage } = await child;
      return failure(cause, originalMessage);
    }
    const letGo = () => {
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const { pid } = child;
    const startTime = readProcess(pid)?.startTime;
    return { pid, startTime, ended, closed, letGo };
  } catch (error) {
    return failure(error, undefined);
  }
}

/** The `exit` event, not execa's promise: the latter also waits for whoever holds the output. */
function endOf(child: ChildProcess): SpawnedProgram["ended"] {
  return new Promise((resolve) => {
    child.once("exit", (exitCode, signal) => {
      if (signal !== null) resolve({ signal });
      else resolve({ exitCode: exitCode ?? 0 });
    });
  });
}

function failure(cause: unknown, message: string | undefined): SpawnFailure {
  const { code } =
    cause instanceof Error ? (cause as NodeJS.ErrnoException) : {};
  const reason =
    message ?? (cause instanceof Error ? cause.message : String(cause));
  return { code: code ?? "ERR_SPAWN", reason };
}
