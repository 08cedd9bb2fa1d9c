/** Of the image what can be run without Docker: its tree, its launcher, its users and their rights. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startEmulators,
  type Emulators,
} from "../../infra/local/run-emulators.ts";
import {
  canPlayContainer,
  CLI_USER,
  type Container,
  startContainer,
} from "./harness/container.ts";
import { createWorld, type World } from "./harness/world.ts";

const CLI = new URL("../fixtures/cli/thieving-claude.mjs", import.meta.url)
  .pathname;
const SECRET = "the-container's-own-word";
const PATIENCE_MS = 240_000;

/** Where CI runs, rights that are missing are a failure; elsewhere it is said. */
const isSkipped = !canPlayContainer && process.env["CI"] === undefined;
if (isSkipped)
  process.emitWarning(
    "The executor's container is NOT tested: that takes root, and setcap (apt-get install libcap2-bin).",
  );

let emulators: Emulators;
let keeper: Server;
let world: World;
let container: Container;
let given = 0;

/** Plays the endpoint from which a container gets its credentials, for whoever knows the word. */
const startKeeper = async (): Promise<Server> => {
  const server = createServer((request, response) => {
    if (request.headers.authorization !== SECRET)
      return response.writeHead(403).end();
    given += 1;
    return response.end(
      JSON.stringify({
        AccessKeyId: "AKIATEST",
        SecretAccessKey: "secret",
        Token: "token",
        Expiration: new Date(Date.now() + 3_600_000).toISOString(),
      }),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return server;
};

const NEEDED =
  /^(?:STAGE|AWS_REGION|AWS_EMF_ENVIRONMENT|AWS_ENDPOINT_URL|CCSP_|QUEUE_URL_|\w+_TABLE$)/u;

/** What the world's programs are told, without a key. */
const taskEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      NEEDED.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );

describe.skipIf(isSkipped)("The executor in its container", () => {
  beforeAll(async () => {
    emulators = await startEmulators();
    keeper = await startKeeper();
    world = await createWorld(emulators, "container");
    const { port } = keeper.address() as AddressInfo;
    container = await startContainer(
      {
        ...taskEnvironment(),
        AWS_REGION: "us-east-1",
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/creds`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: SECRET,
      },
      CLI,
    );
  }, PATIENCE_MS);
  afterAll(async () => {
    // What could not be started need not be ended.
    await (container as Container | undefined)?.end();
    await world.end();
    keeper.closeAllConnections();
    keeper.close();
    await emulators.stop();
  });

  it("works with the credentials that were handed on, and its CLI finds nothing of them", async () => {
    const task = await world.submit("Look around.");
    const done = await world.until(task.id, ({ status }) =>
      ["succeeded", "failed"].includes(status),
    );
    expect(done).toMatchObject({ status: "succeeded" });
    const { result } = await world.read(task.id);
    expect(given).toBeGreaterThan(0);
    const { seen, ...found } = JSON.parse(String(result)) as { seen: number };
    // The launcher and the executor at least; others may run on this machine.
    expect(seen).toBeGreaterThanOrEqual(2);
    expect(found).toEqual({
      uid: CLI_USER,
      own: [],
      read: [],
      opened: [],
      killed: [],
      mayRun: false,
    });
  });

  it("leaves nothing of the run in its workspace", () => {
    expect(container.left()).toEqual([]);
  });

  it("is healthy while it lives, by the check of its image", () => {
    expect(container.isHealthy()).toBe(true);
  });

  it("hands SIGTERM on and ends in order", async () => {
    expect(await container.stop()).toBe(0);
  });
});
