import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import { dynamoDbControlStores } from "../../shared/adapters/dynamodb/control-store.ts";
import type { AuditTrail } from "../../shared/ports/audit-trail.ts";
import { CLOSED, type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { START } from "../fakes/memory-clock.ts";
import { auditTrailContract } from "./audit-trail.contract.ts";

type Client = ReturnType<typeof dynamoDbClient>["client"];
const DAY_SECONDS = 86_400;
const entry = { id: "1", at: START, action: "pause", actor: "olga" } as const;

let aws: LocalAws;
let client: Client;
const trailOn = (through: Client): AuditTrail =>
  dynamoDbControlStores({ client: through, tableName: aws.controlTable }).trail;

beforeAll(async () => {
  aws = await startLocalAws();
  client = dynamoDbClient(Date.now, aws.dynamodb).client;
});
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

auditTrailContract("dynamoDbAuditTrail", () => trailOn(client));

describe("the rows of the audit trail", () => {
  it("are kept for 400 days", async () => {
    await trailOn(client).add(entry);
    const Key = { pk: "audit", sk: `${START.toISOString()}#1` };
    const { Item } = await client.send(
      new GetCommand({ TableName: aws.controlTable, Key }),
    );
    expect(Item?.["expiresAt"]).toBe(
      START.getTime() / 1_000 + 400 * DAY_SECONDS,
    );
  });

  it("that nobody wrote are told by their name", async () => {
    const Item = { pk: "audit", sk: "9999", action: "fly" };
    await client.send(new PutCommand({ TableName: aws.controlTable, Item }));
    await expect(trailOn(client).list({ limit: 1 })).rejects.toMatchObject({
      name: "StoreError",
      message: expect.stringContaining("audit 9999"),
    });
  });

  it("in a table that does not answer are a StoreError", async () => {
    const away = trailOn(dynamoDbClient(Date.now, CLOSED).client);
    for (const call of [() => away.add(entry), () => away.list({ limit: 1 })])
      await expect(call()).rejects.toMatchObject({
        name: "StoreError",
        cause: { code: "ECONNREFUSED" },
      });
  });
});
