import { subscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 100;

/** Counts the connections to this process's servers, from now on. */
export function countConnections(): {
  wereGoneWithin(ms: number): Promise<void>;
} {
  let open = 0;
  subscribe("net.server.socket", (message) => {
    if (
      typeof message !== "object" ||
      message === null ||
      !("socket" in message)
    )
      return;
    if (!(message.socket instanceof Socket)) return;
    open += 1;
    message.socket.once("close", () => (open -= 1));
  });
  return {
    /** Resolves when no client is connected, or when the time is over. */
    wereGoneWithin: async (ms) => {
      for (let waited = 0; open > 0 && waited < ms; waited += LOOK_EVERY_MS)
        await sleep(LOOK_EVERY_MS);
    },
  };
}
