import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { frameReader, KINDS, writeFrame } from "./frames.mjs";
import type { OtherUser } from "./spawn-program.ts";

/** By its kind, what is done with what the host says of one run. */
export type RunListener = Readonly<Record<number, (payload: Buffer) => void>>;

/** One running spawn host. */
export interface Host {
  readonly pid: number | undefined;
  /** The number of a new run. While one is followed, the connection keeps this process alive. */
  follow(listener: RunListener): number;
  forget(run: number): void;
  tell(kind: number, run: number, payload?: string): void;
  /** Ends it at once. What it started goes on. */
  kill(): void;
}

/** What the host is, unless it is the usual. */
export interface HostOptions {
  /** Who runs it and so all programs, if not we; that needs the right to. */
  readonly user?: OtherUser | undefined;
  /** The Node that runs it: one that this user may run. */
  readonly node?: string | undefined;
  /** Another file than the host's own, for tests. */
  readonly program?: string | undefined;
}

export interface HostEvents {
  /** It can be used. */
  readonly onReady: () => void;
  /** It is gone, or never came up; told once, after every run's listener. */
  readonly onLost: (problem: string) => void;
}

const PROGRAM = fileURLToPath(new URL("spawn-host.mjs", import.meta.url));

/**
 * Starts a spawn host, without an environment: nothing of ours can reach a program through it.
 *
 * @throws when the system cannot even try
 */
export function startHost(events: HostEvents, options: HostOptions = {}): Host {
  const listeners = new Map<number, RunListener>();
  let runs = 0;
  const { pid, wire } = startProcess(options, (problem) => {
    for (const run of listeners.values()) run[KINDS.lost]?.(Buffer.alloc(0));
    listeners.clear();
    events.onLost(problem);
  });
  const read = frameReader((kind, run, payload) => {
    if (kind === KINDS.ready) events.onReady();
    else listeners.get(run)?.[kind]?.(payload);
  });
  wire.on("data", read);
  wire.unref();
  return {
    pid,
    follow: (listener) => {
      runs = (runs + 1) >>> 0; // as many as a frame can hold
      listeners.set(runs, listener);
      wire.ref();
      return runs;
    },
    forget: (run) => {
      listeners.delete(run);
      if (listeners.size === 0) wire.unref();
    },
    tell: (kind, run, payload = "") => {
      if (listeners.has(run)) writeFrame(wire, kind, run, payload);
    },
    kill: () => void wire.destroy(),
  };
}

function startProcess(
  { user, node = process.execPath, program = PROGRAM }: HostOptions,
  onGone: (problem: string) => void,
) {
  let problem = "its connection closed";
  const note = (error: Error) => {
    problem = error.message;
  };
  const child = spawn(node, [program], {
    ...user,
    cwd: "/",
    env: {},
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  child.on("error", note);
  child.unref();
  // A pair of sockets, so both ways. https://nodejs.org/api/child_process.html#optionsstdio
  const wire = child.stdio[3] as Socket;
  wire.on("error", note);
  // A host without its connection is of no use.
  wire.once("close", () => {
    child.kill("SIGKILL");
    onGone(problem);
  });
  return { pid: child.pid, wire };
}
