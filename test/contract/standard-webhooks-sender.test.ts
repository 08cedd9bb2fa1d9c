import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type SenderOptions,
  standardWebhooksSender,
} from "../../shared/adapters/standard-webhooks/callback-sender.ts";
import type { TryEnd } from "../../shared/domain/callback.ts";
import { SecretError } from "../../shared/ports/read-secret.ts";
import { type Receiver, startReceiver } from "../builders/receiver.ts";
import { callbackSenderContract } from "./callback-sender.contract.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER = "whsec_plJ3nmyCDGBKInavdOK15jslMfKQ9r8G";
/** Nobody listens there: port 1 is never handed out. */
const DOWN = "http://127.0.0.1:1/done";

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const signedBy =
  (...secrets: readonly string[]) =>
  async () => ({ secrets });
const senderOf = (changes: Partial<SenderOptions> = {}) =>
  standardWebhooksSender({
    signing: signedBy(SECRET),
    allowsPrivate: async () => true,
    now: () => new Date(),
    ...changes,
  });
const body = '{"type":"task.finished"}';
const postTo = (
  url: string,
  changes?: Partial<SenderOptions>,
): Promise<TryEnd> => senderOf(changes).post({ id: "msg_1", url, body });

callbackSenderContract("standardWebhooksSender", () => ({
  sender: senderOf(),
  answering: async (how) => {
    if (how === "down") return DOWN;
    if (how === "forbidden") return "http://169.254.169.254/latest";
    receiver.answer(how, { location: `${receiver.url}&again` });
    return receiver.url;
  },
  arrived: () =>
    receiver.arrived.map(({ headers, body }) => ({
      id: String(headers["webhook-id"]),
      body,
    })),
}));

describe("what is posted", () => {
  it("is JSON, to the whole URL, verified by the official library", async () => {
    await postTo(receiver.url);
    const { method, path, headers, body: arrived } = receiver.arrived[0]!;
    expect({ method, path }).toEqual({
      method: "POST",
      path: "/done?key=secret",
    });
    expect(headers["content-type"]).toBe("application/json");
    const signed = headers as Record<string, string>;
    expect(new Webhook(SECRET).verify(arrived, signed)).toEqual({
      type: "task.finished",
    });
    expect(() => new Webhook(OTHER).verify(arrived, signed)).toThrow(/match/);
  });

  it("is signed as the specification says, at the time of the try", async () => {
    const now = new Date("2030-01-01T00:00:07.900Z");
    await postTo(receiver.url, { now: () => now });
    const { headers } = receiver.arrived[0]!;
    expect(headers["webhook-timestamp"]).toBe("1893456007");
    const key = Buffer.from(SECRET.slice("whsec_".length), "base64");
    const signature = createHmac("sha256", key)
      .update(`msg_1.1893456007.${body}`)
      .digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${signature}`);
  });

  it("is signed by both secrets while one takes the other's place", async () => {
    await postTo(receiver.url, { signing: signedBy(SECRET, OTHER) });
    const { headers, body: arrived } = receiver.arrived[0]!;
    const signed = headers as Record<string, string>;
    for (const secret of [SECRET, OTHER])
      expect(() => new Webhook(secret).verify(arrived, signed)).not.toThrow();
  });

  it("is nothing without a secret", async () => {
    const problem = "there is none";
    const signing = async () => ({ problem });
    expect(await postTo(receiver.url, { signing })).toEqual({
      ...{ kind: "unreachable", problem },
    });
    expect(receiver.arrived).toEqual([]);
  });

  it("is nothing while the secret cannot be read", async () => {
    const signing = () =>
      Promise.reject(
        new SecretError("arn:secret", { cause: new Error("away") }),
      );
    expect(await postTo(receiver.url, { signing })).toEqual({
      kind: "unreachable",
      problem: "SECRET_UNREADABLE",
    });
    expect(receiver.arrived).toEqual([]);
  });
});

describe("an answer", () => {
  it("that leads elsewhere is not followed", async () => {
    receiver.answer(307, { location: `${receiver.url}&again` });
    expect(await postTo(receiver.url)).toEqual({
      kind: "answered",
      status: 307,
    });
    expect(receiver.arrived).toHaveLength(1);
  });

  it("that does not end in time is given up", async () => {
    receiver.answer(undefined);
    expect(await postTo(receiver.url, { timeoutMs: 200 })).toEqual({
      kind: "unreachable",
      problem: "no answer within 200 ms",
    });
  });

  it("of any length is as good as its status", async () => {
    receiver.answer(200, {}, Buffer.alloc(8_000_000));
    expect(await postTo(receiver.url)).toEqual({
      kind: "answered",
      status: 200,
    });
  });

  it("that is no HTTP tells its kind only", async () => {
    const server = createServer((socket) =>
      socket.resume().end("secret\r\n\r\n"),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const end = await postTo(`http://127.0.0.1:${port}/`);
    server.close();
    expect(end.kind).toBe("unreachable");
    expect(JSON.stringify(end)).not.toContain("secret");
  });
});

describe("the address", () => {
  const at = (...addresses: readonly string[]) => ({
    resolve: async () =>
      addresses.map((address) => ({
        address,
        family: address.includes(":") ? 6 : 4,
      })),
  });
  const forbidding = { allowsPrivate: async () => false };

  it("is asked for once, checked, and the one that is called", async () => {
    const url = `http://agent.example:${receiver.port}/done`;
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: "127.0.0.1", family: 4 }];
    };
    expect(await postTo(url, { resolve })).toMatchObject({ status: 204 });
    expect(asked).toBe(1);
    expect(receiver.arrived[0]?.headers.host).toBe(
      `agent.example:${receiver.port}`,
    );
  });

  it.each([
    ["loopback", ["127.0.0.1"]],
    ["loopback of IPv6", ["::1"]],
    ["metadata", ["169.254.169.254"]],
    ["one private of two", ["93.184.215.14", "10.0.0.1"]],
    ["mapped", ["::ffff:127.0.0.1"]],
  ])("is refused when a name leads to what is %s", async (_, addresses) => {
    const url = `https://agent.example:${receiver.port}/done`;
    const end = await postTo(url, { ...at(...addresses), ...forbidding });
    expect(end).toMatchObject({ kind: "forbidden" });
    expect(receiver.arrived).toEqual([]);
  });

  it("of a name that nobody has is tried again", async () => {
    const resolve = async () => {
      throw Object.assign(new Error("who?"), { code: "ENOTFOUND" });
    };
    expect(await postTo("https://agent.example/", { resolve })).toEqual({
      kind: "unreachable",
      problem: "ENOTFOUND",
    });
  });

  it("that is not told in time is given up", async () => {
    const resolve = () => new Promise<never>(() => {});
    const changes = { resolve, timeoutMs: 100 };
    expect(await postTo("https://agent.example/", changes)).toEqual({
      kind: "unreachable",
      problem: "no answer within 100 ms",
    });
  });
});
