import { afterAll, beforeAll } from "vitest";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import { dynamoDbControlStores } from "../../shared/adapters/dynamodb/control-store.ts";
import type { StopStore } from "../../shared/ports/stop-store.ts";
import { type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { stopStoreContract } from "./stop-store.contract.ts";

let aws: LocalAws;
let client: ReturnType<typeof dynamoDbClient>["client"];
let store: StopStore;
beforeAll(async () => {
  aws = await startLocalAws();
  client = dynamoDbClient(Date.now, aws.dynamodb).client;
  store = dynamoDbControlStores({ client, tableName: aws.controlTable }).stop;
});
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

stopStoreContract("dynamoDbStopStore", () => store);
