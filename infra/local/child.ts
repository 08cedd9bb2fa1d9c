import { fork } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { lastLines, sizeOf, withLog } from "./log-file.ts";

/** One of our programs, ready to run. */
export interface Program {
  readonly name: string;
  readonly file: URL;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: URL;
  readonly logFile: string;
  /** What the processes that it starts have at the beginning of their `CCSP_RUN`. */
  readonly marker?: string;
}

export interface Child {
  readonly program: Program;
  readonly startedAt: number;
  /** How it ended, in words. Never rejects. */
  readonly ended: Promise<string>;
  /** Resolves once the child has sent `{type}`; stays pending if it ends before. */
  said(type: string): Promise<void>;
  /** Asks it to end. */
  terminate(): void;
  /** Ends it at once, with its process group. */
  kill(): void;
  /** The last lines that it wrote. */
  lastWords(): readonly string[];
}

const LAST_WORDS = 15;

/**
 * Starts a program with a channel to us: when we are gone, however we went, the channel closes and
 * the program ends itself. It gets a process group of its own, because Ctrl-C in a terminal goes
 * to a whole group and the order of the end must stay ours.
 */
export function startChild(program: Program): Child {
  const logStart = sizeOf(program.logFile);
  const child = withLog(program.logFile, (log) =>
    fork(program.file, program.args, {
      cwd: program.cwd,
      env: program.env,
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
      execArgv: [],
    }),
  );
  const heard = new Set<string>();
  const news = new EventEmitter();
  child.on("message", (message) => {
    heard.add(typeOf(message));
    news.emit(typeOf(message));
  });
  return {
    program,
    startedAt: Date.now(),
    ended: new Promise((resolve) => {
      child.on("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) =>
        resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
    }),
    said: async (type) => {
      if (!heard.has(type)) await once(news, type);
    },
    terminate: () => void child.kill("SIGTERM"),
    kill: () => {
      if (child.exitCode === null && child.signalCode === null)
        killGroup(child.pid);
    },
    lastWords: () => lastLines(program.logFile, logStart, LAST_WORDS),
  };
}

function typeOf(message: unknown): string {
  const isObject = typeof message === "object" && message !== null;
  return isObject && "type" in message ? String(message.type) : "";
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // nobody is left in the group
  }
}
