/** A service over real HTTP that answers what it is told to, in this order. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { CCSPClient } from "../../../shared/client/ccsp-client.ts";
import type { ClientOptions } from "../../../shared/client/options.ts";

export const TOKEN = "ccsp_agent1_SecretOfTheAgent";

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Besides replies: a connection that breaks at once, or amid the answer, and one that says nothing. */
export type Step = Reply | "cut" | "cut amid the answer" | "hang";

export interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface ScriptedService {
  readonly port: number;
  readonly baseUrl: string;
  readonly received: readonly Received[];
  client(options?: Partial<ClientOptions>): CCSPClient;
  /** Resolves when so many requests have come. */
  came(count: number): Promise<void>;
  end(): Promise<void>;
}

export async function scriptedService(
  script: readonly Step[],
  port = 0,
): Promise<ScriptedService> {
  const left = [...script];
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, url, headers } = request;
      const json: unknown = body === "" ? undefined : JSON.parse(body);
      received.push({ method, path: url, headers, body: json });
      const step = left.shift() ?? { status: 418, body: "not in the script" };
      if (step === "hang") return;
      if (step === "cut") return request.socket.destroy();
      if (step === "cut amid the answer") {
        response.writeHead(200, { "content-length": "1000" });
        return response.write("{", () => request.socket.destroy());
      }
      response.writeHead(step.status, step.headers);
      return response.end(
        typeof step.body === "string" ? step.body : JSON.stringify(step.body),
      );
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: own } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${String(own)}/api/ccsp`;
  return {
    port: own,
    baseUrl,
    received,
    client: (options) => new CCSPClient({ baseUrl, token: TOKEN, ...options }),
    async came(count) {
      while (received.length < count) await sleep(5);
    },
    async end() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
