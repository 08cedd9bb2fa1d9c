import {
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { clientSettings } from "./client-settings.ts";
import type { Deployment } from "./deployment.ts";
import { credentialsOf, executorCredentials } from "./executor-role.ts";
import type { AwsEnvironment } from "./start.ts";

type Credentials = Readonly<Record<string, string | undefined>>;

/** That MiniStack holds programs to the policies of their roles: all other tests then prove that these suffice. */
export function rightsSuite(deployed: () => Deployment): void {
  describe("the role", () => {
    const roles: readonly (readonly [string, () => Promise<Credentials>])[] = [
      ["of a function", () => functionCredentials(deployed().aws)],
      ["of the executor", () => executorCredentials(deployed().aws)],
    ];
    it.each(roles)(
      "%s lets it do what it is for, and nothing else",
      async (_, credentials) => {
        const { aws, stack } = deployed();
        const asProgram = new DynamoDBClient({
          ...clientSettings(aws),
          credentials: ofVariables(await credentials()),
        });
        const TableName = stack.tableNames["TasksTable"];
        const Key = { pk: { S: "task#none" }, sk: { S: "task" } };
        const read = new GetItemCommand({ TableName, Key });
        expect(await asProgram.send(read)).not.toHaveProperty("Item");
        const remove = new DeleteTableCommand({ TableName });
        await expect(asProgram.send(remove)).rejects.toMatchObject({
          name: "AccessDeniedException",
        });
      },
    );
  });
}

async function functionCredentials(aws: AwsEnvironment): Promise<Credentials> {
  const { Role = "" } = await new LambdaClient(clientSettings(aws)).send(
    new GetFunctionConfigurationCommand({
      FunctionName: "ccsp-local-waitTask",
    }),
  );
  return credentialsOf(aws, Role);
}

const ofVariables = (variables: Credentials) => ({
  accessKeyId: variables["AWS_ACCESS_KEY_ID"] ?? "",
  secretAccessKey: variables["AWS_SECRET_ACCESS_KEY"] ?? "",
  sessionToken: variables["AWS_SESSION_TOKEN"] ?? "",
});
