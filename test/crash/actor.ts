/** One of the service's programs as a process that is killed, suspended and started again. */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  startChild,
  type Child,
  type Program,
} from "../../infra/local/child.ts";
import { removeWork } from "../../infra/local/remove-work.ts";
import { endMarkedProcesses } from "../../shared/runtime/end-marked-processes.ts";
import { processesWith, sendSignal } from "../integration/harness/processes.ts";

export interface Actor {
  /** Resolves when its first process has said that it is ready. */
  readonly ready: Promise<void>;
  /** SIGKILL, as soon as it lives; it is started again so much later, after its supervisor's cleaning up. */
  kill(backAfterMs: number): Promise<void>;
  /** SIGSTOP, as soon as it lives. @returns what lets it go on */
  suspend(): Promise<() => void>;
  isSuspended(): boolean;
  /** SIGTERM, and not started again. Resolves at its end. */
  end(): Promise<void>;
  /** Resolves when it has nothing more to write, or has ended. */
  drained(): Promise<void>;
  /** SIGKILL, and not started again. */
  destroy(): Promise<void>;
  /** Dead by no doing of ours, in words. */
  unexpectedEnds(): readonly string[];
}

export interface ActorOptions {
  /** Describes its program anew for each start: an executor needs a new id each time. */
  readonly program: () => Program;
  readonly stateDir: string;
}

const AFTER_ITS_OWN_END_MS = 1_000;

/** Starts the program, and starts it again whenever it ended. */
export function startActor({ program, stateDir }: ActorOptions): Actor {
  const unexpected: string[] = [];
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  let isSuspended = false;
  let backAfterMs: number | undefined;
  let child = startChild(program());
  let life = Promise.withResolvers<undefined>();
  life.resolve(undefined);

  const keepRunning = async (): Promise<void> => {
    while (!isOver()) {
      const how = await child.ended;
      life = Promise.withResolvers();
      if (backAfterMs === undefined && !isOver())
        unexpected.push(inWords(child, how));
      await cleanUp(child, stateDir);
      if (!isOver()) await sleep(backAfterMs ?? AFTER_ITS_OWN_END_MS);
      backAfterMs = undefined;
      if (!isOver()) child = startChild(program());
      life.resolve(undefined);
    }
  };
  const kept = keepRunning();

  return {
    ready: child.said("ready"),
    async kill(afterMs) {
      await life.promise;
      backAfterMs = afterMs;
      const { ended } = child;
      child.kill();
      await ended;
    },
    async suspend() {
      await life.promise;
      const pids = pidsOf(child.program);
      for (const pid of pids) sendSignal(pid, "SIGSTOP");
      isSuspended = true;
      return () => {
        for (const pid of pids) sendSignal(pid, "SIGCONT");
        isSuspended = false;
      };
    },
    isSuspended: () => isSuspended,
    async end() {
      over.abort();
      child.terminate();
      await kept;
    },
    drained: () => Promise.race([child.said("drained"), kept]),
    async destroy() {
      over.abort();
      child.kill();
      await kept;
    },
    unexpectedEnds: () => unexpected,
  };
}

/** What a dead executor's CLIs were doing would go on beside the next run of their tasks. */
async function cleanUp({ program }: Child, stateDir: string): Promise<void> {
  if (program.marker === undefined) return;
  await endMarkedProcesses(program.marker);
  await removeWork(stateDir, program.marker);
}

/** Not those of its CLIs: these do not see the executor's environment. */
function pidsOf({ file, env, marker }: Program): readonly number[] {
  const own =
    marker === undefined
      ? `CCSP_RUN=${env["CCSP_RUN"] ?? ""}`
      : `CCSP_EXECUTOR_ID=${marker}`;
  return processesWith([own])
    .filter(({ commandLine }) => commandLine.includes(fileURLToPath(file)))
    .map(({ pid }) => pid);
}

const inWords = (child: Child, how: string): string =>
  [
    `${child.program.name} ended by itself (${how}):`,
    ...child.lastWords(),
  ].join("\n  ");
