/** A token written right into the deployed Control table, as the first one of each account is. */
import { dynamoDbClient } from "../../../shared/adapters/dynamodb/client.ts";
import { dynamoDbControlStores } from "../../../shared/adapters/dynamodb/control-store.ts";
import type { Scope } from "../../../shared/domain/access-token.ts";
import { later } from "../../../shared/domain/timing.ts";
import { issueToken } from "../../../shared/runtime/issue-token.ts";
import { clientSettings } from "./client-settings.ts";
import type { StackResources } from "./stack-resources.ts";
import type { AwsEnvironment } from "./start.ts";

const HOUR_MS = 3_600_000;

export async function tokenFor(order: {
  readonly aws: AwsEnvironment;
  readonly stack: StackResources;
  readonly agent: string;
  readonly scopes: readonly Scope[];
}): Promise<string> {
  const { aws, stack, agent, scopes } = order;
  const { client } = dynamoDbClient(Date.now, clientSettings(aws));
  const tableName = stack.tableNames["ControlTable"] ?? "";
  const { tokens } = dynamoDbControlStores({ client, tableName });
  try {
    const expiresAt = later(new Date(), HOUR_MS);
    return await issueToken(tokens, { agent, scopes, expiresAt });
  } finally {
    client.destroy();
  }
}
