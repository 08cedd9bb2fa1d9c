import { vi } from "vitest";
import {
  keepHost,
  type KeptHost,
} from "../../../shared/adapters/execa/keep-host.ts";

/** A spawn host that is in use; whoever asks for it closes it. */
export async function readyHost(
  onLost: (problem: string) => void = () => undefined,
): Promise<KeptHost> {
  const host = keepHost({ onLost });
  await untilReady(host);
  return host;
}

/** Waits until there is a host, and another than the given one. */
export function untilReady(host: KeptHost, formerPid?: number): Promise<void> {
  return vi.waitFor(
    () => {
      const pid = host.pid();
      if (pid === undefined || pid === formerPid) throw new Error("no host");
    },
    { timeout: 60_000 },
  );
}
