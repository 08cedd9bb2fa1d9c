import { Server } from "node:net";

/**
 * Runs `start` while no server can open itself to the network: fauxqs always asks for 0.0.0.0 and
 * gives no choice, and nothing that runs on a developer's machine may answer to others.
 */
export async function listenOnLoopback<T>(start: () => Promise<T>): Promise<T> {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (
    this: Server,
    ...args: unknown[]
  ): Server {
    const [first, ...rest] = args;
    const asked = isForEverybody(first)
      ? { ...first, host: "127.0.0.1" }
      : first;
    Reflect.apply(listen, this, [asked, ...rest]);
    return this;
  };
  try {
    return await start();
  } finally {
    Server.prototype.listen = listen;
  }
}

function isForEverybody(
  options: unknown,
): options is { readonly host: string } {
  return (
    typeof options === "object" &&
    options !== null &&
    "host" in options &&
    options.host === "0.0.0.0"
  );
}
