import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import {
  type ControlStores,
  dynamoDbControlStores,
} from "../../shared/adapters/dynamodb/control-store.ts";
import { type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { settingsStoreContract } from "./settings-store.contract.ts";

let aws: LocalAws;
let client: ReturnType<typeof dynamoDbClient>["client"];
let stores: ControlStores;
beforeAll(async () => {
  aws = await startLocalAws();
  client = dynamoDbClient(Date.now, aws.dynamodb).client;
  stores = dynamoDbControlStores({ client, tableName: aws.controlTable });
});
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

settingsStoreContract("dynamoDbSettingsStore", () => stores);

it.each([
  { version: "one", patch: "{", changedAt: "now", changedBy: 7 },
  { version: -1, patch: "[1]" },
  { patch: { concurrency: 4 } },
])("reads a spoilt row as one that says nothing: %j", async (spoilt) => {
  await client.send(
    new PutCommand({
      TableName: aws.controlTable,
      Item: { pk: "settings", sk: "settings", ...spoilt },
    }),
  );
  expect(await stores.settingsStore.read()).toEqual({ version: 0, patch: {} });
});
