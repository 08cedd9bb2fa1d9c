import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import {
  type ControlStores,
  dynamoDbControlStores,
} from "../../shared/adapters/dynamodb/control-store.ts";
import { UNLIMITED } from "../../shared/domain/account-limit.ts";
import type { ClosedGate } from "../../shared/domain/gate.ts";
import { NEVER_LOST } from "../../shared/domain/session.ts";
import { later } from "../../shared/domain/timing.ts";
import { CLOSED, type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { START } from "../fakes/memory-clock.ts";
import { controlStoresContract } from "./control-stores.contract.ts";

type Client = ReturnType<typeof dynamoDbClient>["client"];
let aws: LocalAws;
let client: Client;
let stores: ControlStores;
const storesOn = (through: Client): ControlStores =>
  dynamoDbControlStores({ client: through, tableName: aws.controlTable });

beforeAll(async () => {
  aws = await startLocalAws();
  client = dynamoDbClient(Date.now, aws.dynamodb).client;
  stores = storesOn(client);
});
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

controlStoresContract("dynamoDbControlStores", () => stores);

const gate: ClosedGate = {
  name: "emergency",
  reason: "smoke",
  actor: "olga",
  since: later(START, 5_000),
};

describe("a gate whose closing was done and its answer lost", () => {
  it("was closed by us, and the head moved", async () => {
    const lossy = dynamoDbClient(Date.now, aws.dynamodb).client;
    let isLost = false;
    lossy.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          if (isLost || commandName !== "UpdateItemCommand") return answer;
          isLost = true;
          throw Object.assign(new Error("broken"), { name: "TimeoutError" });
        },
      { step: "deserialize", priority: "high" },
    );
    const before = await stores.head.read();
    expect(await storesOn(lossy).gates.close(gate)).toBe(true);
    expect(isLost).toBe(true);
    expect(await stores.head.read()).toBeGreaterThan(before);
    expect(await stores.gates.close({ ...gate, actor: "otto" })).toBe(false);
    lossy.destroy();
  });
});

describe("what nobody wrote", () => {
  it.each<[string, string, () => Promise<unknown>]>([
    ["token", "bad", () => stores.tokens.find("bad")],
    ["token", "bad", () => stores.tokens.list()],
    ["executor", "bad", () => stores.executors.seenSince(START)],
    ["gate", "unheard-of", () => stores.gates.closedGates()],
    ["gate", "limit", () => stores.limits.read()],
    ["gate", "session", () => stores.sessions.read()],
  ])("as a %s is told by its name", async (pk, sk, read) => {
    const Item = { pk, sk, closed: "perhaps" };
    await client.send(new PutCommand({ TableName: aws.controlTable, Item }));
    await expect(read()).rejects.toMatchObject({
      name: "StoreError",
      message: expect.stringContaining(`${pk} ${sk}`),
    });
  });
});

describe("a table that does not answer", () => {
  it("is a StoreError with its cause", async () => {
    const away = storesOn(dynamoDbClient(Date.now, CLOSED).client);
    for (const call of [
      () => away.head.read(),
      () => away.head.move(),
      () => away.gates.closedGates(),
      () => away.gates.close(gate),
      () => away.limits.read(),
      () => away.limits.replace({ limit: UNLIMITED, version: 0 }, UNLIMITED),
      () => away.sessions.read(),
      () =>
        away.sessions.replace({ session: NEVER_LOST, version: 0 }, NEVER_LOST),
      () => away.tokens.find("a1"),
      () => away.tokens.revoke("a1", START),
      () => away.tokens.list(),
      () => away.executors.seenSince(START),
      () => away.executors.forget("e-1"),
    ])
      await expect(call()).rejects.toMatchObject({
        name: "StoreError",
        cause: { code: "ECONNREFUSED" },
      });
  });
});
