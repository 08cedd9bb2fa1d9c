import { GetCommand, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import { dynamoDbUsageStore } from "../../shared/adapters/dynamodb/usage-store.ts";
import { later } from "../../shared/domain/timing.ts";
import { NO_USAGE } from "../../shared/domain/usage.ts";
import { PERIOD_MS } from "../../shared/domain/usage-period.ts";
import type { UsageStore } from "../../shared/ports/usage-store.ts";
import { CLOSED, type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { START } from "../fakes/memory-clock.ts";
import { usageStoreContract } from "./usage-store.contract.ts";

type Client = ReturnType<typeof dynamoDbClient>["client"];

let aws: LocalAws;
let client: Client;
const storeOn = (through: Client): UsageStore =>
  dynamoDbUsageStore({ client: through, tableName: aws.usageTable });

beforeAll(async () => {
  aws = await startLocalAws();
  client = dynamoDbClient(Date.now, aws.dynamodb).client;
});
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

usageStoreContract("dynamoDbUsageStore", () => storeOn(client));

describe("the rows of usage", () => {
  it("are kept a day longer than anybody can ask for: those of hours for the report", async () => {
    const store = storeOn(client);
    await store.putHour({ at: START, usage: NO_USAGE, total: NO_USAGE });
    const mark = { at: START, id: "m-1" };
    await store.markLate(mark);
    const start = START.toISOString();
    const daysOf = async (pk: string, sk: string): Promise<number> => {
      const TableName = aws.usageTable;
      const get = new GetCommand({ TableName, Key: { pk, sk } });
      const { Item } = await client.send(get);
      const keptMs = Number(Item?.["expiresAt"]) * 1_000 - START.getTime();
      return keptMs / PERIOD_MS.day;
    };
    expect(await daysOf("hours#2030-01-01", start)).toBe(71);
    expect(await daysOf("late", `${start}#m-1`)).toBe(36);
    await store.removeLateMark(mark);
  });

  it("of one minute stand under several keys, so that none is hot", async () => {
    for (let writer = 0; writer < 40; writer += 1)
      await storeOn(client).putMinute({
        at: START,
        writer: `w-${writer}`,
        version: 1,
        usage: NO_USAGE,
      });
    const { Items = [] } = await client.send(
      new ScanCommand({ TableName: aws.usageTable }),
    );
    const keys = Items.map((item) => String(item["pk"]));
    const minutes = keys.filter((pk) => pk.startsWith("minutes#2030-01-01"));
    expect(new Set(minutes).size).toBe(4);
  });

  it("that nobody wrote are told by their name", async () => {
    const Item = { pk: "hours#2029-01-01", sk: "2029-01-01T00:00:00.000Z" };
    await client.send(new PutCommand({ TableName: aws.usageTable, Item }));
    const before = new Date("2029-01-01T01:00:00Z");
    await expect(storeOn(client).newestHour(before)).rejects.toMatchObject({
      name: "StoreError",
      message: expect.stringContaining("hours#2029-01-01"),
    });
  });

  it("in a table that does not answer are a StoreError", async () => {
    const away = storeOn(dynamoDbClient(Date.now, CLOSED).client);
    const range = { from: START, to: later(START, 1) };
    await expect(away.minutes(range)).rejects.toMatchObject({
      name: "StoreError",
      cause: { code: "ECONNREFUSED" },
    });
  });
});
