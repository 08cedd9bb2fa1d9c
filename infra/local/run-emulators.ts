import { once } from "node:events";
import { mkdirSync } from "node:fs";
import type { ServerResponse } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import dynalite from "dynalite";
import { startFauxqs } from "fauxqs";
import { listenOnLoopback } from "./listen-on-loopback.ts";
import type { Endpoints } from "./local-clients.ts";
import { mendFauxqs } from "./mend-fauxqs.ts";

export interface Emulators extends Endpoints {
  /** Ends both, long polls in flight included. */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** Holds `sqs/` and `dynamodb/`, which survive `kill -9`; in memory without. */
  readonly stateDir?: string;
  /** 0 (the default): any free port. */
  readonly sqsPort?: number;
  readonly dynamodbPort?: number;
}

/** SQS (fauxqs) and DynamoDB (dynalite) in this process, on 127.0.0.1 only. */
export async function startEmulators(
  options: EmulatorOptions = {},
): Promise<Emulators> {
  const sqs = await startSqs(options);
  const dynamodb = await startDynamodb(options).catch(
    async (error: unknown) => {
      await sqs.stop();
      throw error;
    },
  );
  return {
    sqsEndpoint: sqs.endpoint,
    dynamodbEndpoint: dynamodb.endpoint,
    stop: async () => {
      await Promise.all([sqs.stop(), dynamodb.stop()]);
    },
  };
}

interface Running {
  readonly endpoint: string;
  stop(): Promise<void>;
}

async function startSqs({
  stateDir,
  sqsPort = 0,
}: EmulatorOptions): Promise<Running> {
  const persisted =
    stateDir === undefined ? {} : { dataDir: join(stateDir, "sqs") };
  await mendFauxqs();
  const server = await listenOnLoopback(() =>
    startFauxqs({ port: sqsPort, logger: false, ...persisted }),
  );
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    stop: () => server.stop(),
  };
}

async function startDynamodb({
  stateDir,
  dynamodbPort = 0,
}: EmulatorOptions): Promise<Running> {
  if (stateDir !== undefined) mkdirSync(stateDir, { recursive: true });
  const persisted =
    stateDir === undefined ? {} : { path: join(stateDir, "dynamodb") };
  const server = dynalite({ createTableMs: 0, ...persisted });
  tellTheTime(server);
  server.listen(dynamodbPort, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${portOf(server)}`,
    stop: () => close(server),
  };
}

/**
 * Node keeps the `Date` of its answers for a second by a timer, which is late when the process is
 * busy; but clocks are corrected by it (shared/domain/clock-offset.ts).
 */
function tellTheTime(server: Server): void {
  server.prependListener("request", (_, answer: ServerResponse) => {
    answer.setHeader("Date", new Date().toUTCString());
  });
}

/** Closes the store as well; a client's idle connection must not hold that up. */
async function close(server: ReturnType<typeof dynalite>): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
  server.closeAllConnections();
  await closed;
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("the server listens on no port");
}
