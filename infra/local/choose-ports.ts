import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/** Ports from `first` up to, but without, `end`. */
export interface PortRange {
  readonly first: number;
  readonly end: number;
}

const FIRST = 20_000;
const TRIES = 200;

/**
 * Where our ports come from: below the range from which the system takes the ports of outgoing
 * connections, so that a port stays ours while its program restarts.
 *
 * @param ephemeral the content of ip_local_port_range: "32768\t60999"
 */
export function portRange(ephemeral: string): PortRange {
  const lowest = Number.parseInt(ephemeral, 10);
  return { first: FIRST, end: lowest > FIRST + TRIES ? lowest : 32_768 };
}

/** Finds free ports on loopback, all different and none in `taken`. */
export async function choosePorts(
  count: number,
  taken: readonly number[] = [],
  range: PortRange = portRange(systemRange()),
): Promise<readonly number[]> {
  const chosen: number[] = [];
  for (let tries = 0; chosen.length < count; tries += 1) {
    if (tries === TRIES)
      throw new Error(`no free port from ${range.first} to ${range.end - 1}`);
    const port =
      range.first + Math.floor(Math.random() * (range.end - range.first));
    if (![...taken, ...chosen].includes(port) && (await isFree(port)))
      chosen.push(port);
  }
  return chosen;
}

/** Whether a server could listen on this port of 127.0.0.1 now. */
export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function systemRange(): string {
  try {
    return readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8");
  } catch {
    return ""; // not Linux
  }
}
