import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Arrived {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly port: number;
  readonly url: string;
  readonly arrived: readonly Arrived[];
  /** What is answered from now on; `undefined`: nothing. */
  answer(
    status: number | undefined,
    headers?: Readonly<Record<string, string>>,
    body?: string | Buffer,
  ): void;
  close(): Promise<void>;
}

/** A program that receives callbacks, on this machine. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const arrived: Arrived[] = [];
  let reply: Parameters<Receiver["answer"]> = [204];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url: path, headers } = request;
      const body = Buffer.concat(chunks).toString();
      arrived.push({ method, path, headers, body });
      const [status, more = {}, answer] = reply;
      if (status !== undefined) response.writeHead(status, more).end(answer);
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: taken } = server.address() as AddressInfo;
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}/done?key=secret`,
    arrived,
    answer: (...next) => {
      reply = next;
    },
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
