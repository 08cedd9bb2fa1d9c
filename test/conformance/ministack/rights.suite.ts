import {
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { clientSettings } from "./client-settings.ts";
import type { Deployment } from "./deployment.ts";

/** That MiniStack holds each function to its role's policies: all other tests then prove that these suffice. */
export function rightsSuite(deployed: () => Deployment): void {
  describe("a function's role", () => {
    it("lets it do what it is for, and nothing else", async () => {
      const { aws, stack } = deployed();
      const settings = clientSettings(aws);
      const { Role } = await new LambdaClient(settings).send(
        new GetFunctionConfigurationCommand({
          FunctionName: "ccsp-local-waitTask",
        }),
      );
      const { Credentials } = await new STSClient(settings).send(
        new AssumeRoleCommand({ RoleArn: Role, RoleSessionName: "lane" }),
      );
      const asFunction = new DynamoDBClient({
        ...settings,
        credentials: {
          accessKeyId: Credentials?.AccessKeyId ?? "",
          secretAccessKey: Credentials?.SecretAccessKey ?? "",
          sessionToken: Credentials?.SessionToken ?? "",
        },
      });
      const TableName = stack.tableNames["TasksTable"];
      const Key = { pk: { S: "task#none" }, sk: { S: "task" } };
      const read = new GetItemCommand({ TableName, Key });
      expect(await asFunction.send(read)).not.toHaveProperty("Item");
      const remove = new DeleteTableCommand({ TableName });
      await expect(asFunction.send(remove)).rejects.toMatchObject({
        name: "AccessDeniedException",
      });
    });
  });
}
