/**
 * Stands between a client and an AWS endpoint and lets through, unless a fault is set: what goes
 * wrong between two machines, which no emulator plays.
 */
import { once } from "node:events";
import {
  createServer,
  request,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One call of the AWS API. */
export interface Call {
  /** For example `PutItem`. */
  readonly action: string;
  /** Its JSON. */
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What becomes of a call: the next fault's business, in the end the endpoint's. */
export type Pass = () => Promise<Reply>;

/** Gives the reply, or throws `LostReply` when the caller shall hear none. */
export type Fault = (call: Call, pass: Pass) => Promise<Reply>;

/** The connection breaks instead of an answer. */
export class LostReply extends Error {
  override readonly name = "LostReply";
}

export interface FaultProxy {
  readonly endpoint: string;
  /** Until it is taken away again by what this returns; the latest comes first. */
  set(fault: Fault): () => void;
  stop(): Promise<void>;
}

/** @param target the endpoint that it stands before */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const faults: Fault[] = [];
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing, target, faults);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    set(fault) {
      faults.unshift(fault);
      return () => {
        const index = faults.indexOf(fault);
        if (index >= 0) faults.splice(index, 1);
      };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
  faults: readonly Fault[],
): Promise<void> {
  const body = (await buffer(incoming)).toString("utf8");
  const call: Call = {
    action: String(incoming.headers["x-amz-target"]).split(".").at(-1) ?? "",
    body,
    headers: incoming.headers,
  };
  const pass = [...faults].reduceRight<Pass>(
    (next, fault) => () => fault(call, next),
    () => forward(call, target),
  );
  try {
    const reply = await pass();
    outgoing.writeHead(reply.status, reply.headers).end(reply.body);
  } catch {
    incoming.socket.destroy(); // lost, or the endpoint is away: both are silence
  }
}

async function forward(
  { headers, body }: Call,
  target: string,
): Promise<Reply> {
  const outgoing = request(target, { method: "POST", headers, agent: false });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  // The whole body is here: how it came does not matter any more.
  const { "transfer-encoding": _, connection: _c, ...kept } = incoming.headers;
  return {
    status: incoming.statusCode ?? 0,
    headers: kept,
    body: (await buffer(incoming)).toString("utf8"),
  };
}
