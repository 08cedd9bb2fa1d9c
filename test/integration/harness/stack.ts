/**
 * The whole service as a user runs it: `npm start` as a real process, with a port and a state
 * directory of its own. Processes may be killed, the directory started again.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { choosePorts } from "../../../infra/local/choose-ports.ts";
import type { LocalAccess } from "../../../infra/local/local-file.ts";
import { killAll, processesWith, type LiveProcess } from "./processes.ts";
import { onABusyMachine } from "../../builders/busy-machine.ts";

const ROOT = new URL("../../../", import.meta.url);
const STARTS_WITHIN_MS = 150_000;
/** Of which 15 s are for what it does in order. */
const ENDS_WITHIN_MS = onABusyMachine(45_000);
const LOOK_EVERY_MS = 50;

export interface StackOptions {
  /** A former stack's: it is started again there, on its port. */
  readonly again?: Pick<Stack, "stateDir" | "port">;
  readonly env?: NodeJS.ProcessEnv;
  /** What npm is called with instead of `start`. */
  readonly npm?: readonly string[];
}

export interface Stack extends LocalAccess {
  readonly stateDir: string;
  readonly port: number;
  /** npm's. Its process group is its own, as in a terminal. */
  readonly pid: number;
  /** From the call of npm until `local.json` was there. */
  readonly startedAfterMs: number;
  /** What it printed so far. */
  output(): string;
  /** Resolves when it has printed such a text. */
  printed(text: string | RegExp): Promise<void>;
  /** Everything that belongs to it: npm, its programs, runs of the CLI. */
  processes(): LiveProcess[];
  /** Of its programs, the one whose command line contains this. */
  processOf(program: string): LiveProcess;
  /** Resolves when nothing of it is left, with the milliseconds that took. */
  gone(withinMs: number): Promise<number>;
  /** SIGTERM to npm, and waits for the end. */
  stop(): Promise<number>;
  /** `kill -9` for everything. */
  kill(): Promise<void>;
  /** A request as the agent, or with another token; the answer's JSON. */
  call<T = unknown>(path: string, options?: CallOptions): Promise<Answer<T>>;
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Runs `npm start` until it ends or serves; @throws what it printed when it ends instead. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { stateDir, port } = options.again ?? (await newPlace());
  const env = {
    ...process.env,
    ...options.env,
    CCSP_STATE_DIR: stateDir,
    CCSP_PORT: `${port}`,
  };
  const startedAt = performance.now();
  const calledAt = Date.now();
  const npm = spawn("npm", options.npm ?? ["start"], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const closed = once(npm, "close");

  const processes = (): LiveProcess[] =>
    processesWith([`CCSP_STATE_DIR=${stateDir}`, ...runsOf(stateDir)]);
  const until = async (isSo: () => boolean, withinMs: number, what: string) => {
    const begunAt = performance.now();
    while (!isSo()) {
      if (performance.now() - begunAt > withinMs)
        throw new Error(`${what} not within ${withinMs} ms:\n${output}`);
      await sleep(LOOK_EVERY_MS);
    }
    return performance.now() - begunAt;
  };
  const file = join(stateDir, "local.json");
  const isServing = (): boolean =>
    // a killed stack leaves its file behind
    (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= calledAt;
  const isOver = (): boolean =>
    npm.exitCode !== null || npm.signalCode !== null;
  await until(() => isOver() || isServing(), STARTS_WITHIN_MS, "a start");
  const startedAfterMs = performance.now() - startedAt;
  if (isOver()) {
    await closed;
    throw new StartError(output);
  }
  const access = JSON.parse(readFileSync(file, "utf8")) as LocalAccess;

  const gone = async (withinMs: number): Promise<number> => {
    const tookMs = await until(
      () => processes().length === 0,
      withinMs,
      "the end of everything",
    );
    await closed;
    return tookMs;
  };
  return {
    ...access,
    stateDir,
    port,
    pid: npm.pid ?? 0,
    startedAfterMs,
    output: () => output,
    printed: async (text) => {
      const isThere = (): boolean =>
        typeof text === "string" ? output.includes(text) : text.test(output);
      await until(isThere, STARTS_WITHIN_MS, `the output ${text}`);
    },
    processes,
    processOf: (program) => {
      const found = processes().find((one) =>
        one.commandLine.includes(program),
      );
      if (found === undefined) throw new Error(`no ${program} runs`);
      return found;
    },
    gone,
    stop: async () => {
      npm.kill("SIGTERM");
      return gone(ENDS_WITHIN_MS);
    },
    kill: async () => {
      await killAll(processes);
      await closed;
    },
    call: async <T>(
      path: string,
      { method, body, token }: CallOptions = {},
    ): Promise<Answer<T>> => {
      const response = await fetch(`${access.baseUrl}${path}`, {
        method: method ?? (body === undefined ? "GET" : "POST"),
        headers: {
          authorization: `Bearer ${token ?? access.agentToken}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const json = (await response.json()) as T;
      return { status: response.status, body: json };
    },
  };
}

/** `npm start` ended by itself; the message is what it printed. */
class StartError extends Error {
  override readonly name = "StartError";
}

export function removeState({ stateDir }: Pick<Stack, "stateDir">): void {
  rmSync(stateDir, { recursive: true, force: true });
}

async function newPlace(): Promise<Pick<Stack, "stateDir" | "port">> {
  const [port = 0] = await choosePorts(1);
  return { stateDir: mkdtempSync(join(tmpdir(), "ccsp-stack-")), port };
}

/** The CLI's runs see little of our environment, but carry the stack's mark. */
function runsOf(stateDir: string): readonly string[] {
  const file = join(stateDir, "instance-id");
  if (!existsSync(file)) return [];
  return [`CCSP_RUN=${readFileSync(file, "utf8").trim()}-`];
}
