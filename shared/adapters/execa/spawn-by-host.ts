import type { Command } from "../../ports/process-runner.ts";
import { endMarkedProcesses } from "./end-marked-processes.ts";
import { KINDS } from "./frames.mjs";
import { readProcess } from "./process-table.ts";
import { RUN_MARKER } from "./run-marker.ts";
import type {
  ProgramOver,
  SpawnedProgram,
  SpawnFailure,
} from "./spawn-program.ts";
import type { Host } from "./start-host.ts";

/** Milliseconds after which a host that has not answered is taken for one that never will. */
const ANSWER_LIMIT_MS = 30_000;

/** As a connection to a process that has died is called by the system. */
const HOST_LOST: SpawnFailure = {
  code: "ECONNRESET",
  reason: "the process that was to start it has died",
};

/**
 * Starts a program as `spawnProgram` does, but as a child of the spawn host. When the host dies,
 * the program is killed with all that it started, because nobody hears any more what it says.
 */
export async function spawnByHost(
  host: Host,
  { stdin, onStdout, onStderr, env, file, args, cwd }: Command,
  marker: string,
): Promise<SpawnedProgram | SpawnFailure> {
  const answered = Promise.withResolvers<number | SpawnFailure>();
  const ended = Promise.withResolvers<ProgramOver>();
  const closed = Promise.withResolvers<undefined>();
  let isHeard = true;
  const run = host.follow({
    [KINDS.started]: (pid) => answered.resolve(Number(pid)),
    [KINDS.failed]: (json) => {
      host.forget(run);
      answered.resolve(parse(json) as SpawnFailure);
    },
    [KINDS.stdout]: (bytes) => isHeard && onStdout(bytes),
    [KINDS.stderr]: (bytes) => isHeard && onStderr(bytes),
    [KINDS.ended]: (json) => ended.resolve(parse(json) as ProgramOver),
    [KINDS.closed]: () => {
      host.forget(run);
      closed.resolve(undefined);
    },
    [KINDS.lost]: () =>
      void endMarkedProcesses(marker).finally(() => {
        answered.resolve(HOST_LOST);
        ended.resolve({ signal: "SIGKILL" });
        closed.resolve(undefined);
      }),
  });
  const start = { file, args, cwd, env: { ...env, [RUN_MARKER]: marker } };
  host.tell(KINDS.start, run, JSON.stringify(start));
  host.tell(KINDS.input, run, stdin);
  const pid = await answerOf(host, answered.promise);
  if (typeof pid !== "number") return pid;
  return {
    pid,
    startTime: readProcess(pid)?.startTime,
    ended: ended.promise,
    closed: closed.promise,
    letGo: () => {
      isHeard = false;
      host.tell(KINDS.letGo, run);
    },
  };
}

async function answerOf<T>(host: Host, answer: Promise<T>): Promise<T> {
  const limit = setTimeout(host.kill, ANSWER_LIMIT_MS);
  return answer.finally(() => clearTimeout(limit));
}

/** What the host says is ours: both are of one version. */
const parse = (json: Buffer): unknown => JSON.parse(String(json));
