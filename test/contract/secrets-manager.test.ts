/** Against a server that answers as Secrets Manager does. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { secretsManagerReadSecret } from "../../shared/adapters/secrets-manager/read-secret.ts";
import {
  type ReadSecret,
  SecretError,
} from "../../shared/ports/read-secret.ts";

const ANSWERS: Readonly<Record<string, readonly [number, object]>> = {
  full: [200, { SecretString: "the value" }],
  empty: [400, { __type: "ResourceNotFoundException", message: "no value" }],
  closed: [400, { __type: "AccessDeniedException", message: "not yours" }],
};

let server: Server;
let readSecret: ReadSecret;
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (bytes: Buffer) => (body += String(bytes)));
    request.on("end", () => {
      const { SecretId = "" } = JSON.parse(body) as { SecretId?: string };
      const [status, answer] = ANSWERS[SecretId] ?? [500, {}];
      response
        .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
        .end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  readSecret = secretsManagerReadSecret({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it("A secret is read", async () => {
  expect(await readSecret("full")).toBe("the value");
});

it("One without a value is none", async () => {
  expect(await readSecret("empty")).toBeUndefined();
});

it("One that we may not read is an error that names it", async () => {
  const reading = readSecret("closed");
  await expect(reading).rejects.toThrow(SecretError);
  await expect(reading).rejects.toThrow("The secret closed could not be read.");
});
