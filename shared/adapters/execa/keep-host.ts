import { spawnByHost } from "./spawn-by-host.ts";
import { spawnProgram, type SpawnProgram } from "./spawn-program.ts";
import { type Host, type HostOptions, startHost } from "./start-host.ts";

/** Milliseconds before a lost host is replaced; doubled while none comes up. */
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;

export interface KeptHost {
  readonly spawn: SpawnProgram;
  /** Of the host that is in use, if one is. */
  pid(): number | undefined;
  /** Ends the host, and there is no other after it. */
  close(): void;
}

/**
 * Keeps one spawn host running and starts programs with it. As long as there is none (at the very
 * start, after a loss, where none can be started) programs are started by this process itself.
 *
 * @param options.onLost told of a host that is gone, and once of any number that do not come up
 */
export function keepHost(
  options: HostOptions & { readonly onLost: (problem: string) => void },
): KeptHost {
  let inUse: Host | undefined;
  let latest: Host | undefined;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const lose = (problem: string): void => {
    inUse = undefined;
    if (isClosed) return;
    if (failures === 0) options.onLost(problem);
    timer = setTimeout(
      start,
      Math.min(FIRST_WAIT_MS * 2 ** failures, MAX_WAIT_MS),
    ).unref();
    failures += 1;
  };
  const start = (): void => {
    try {
      const host = startHost(
        {
          onReady: () => {
            inUse = host;
            failures = 0;
          },
          onLost: lose,
        },
        options,
      );
      latest = host;
    } catch (error) {
      lose(String(error));
    }
  };
  start();
  return {
    spawn: (command, marker) =>
      inUse === undefined
        ? spawnProgram(command, marker, options.user)
        : spawnByHost(inUse, command, marker),
    pid: () => inUse?.pid,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      latest?.kill();
    },
  };
}
