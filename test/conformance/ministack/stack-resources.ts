/** What CloudFormation made of the template: the real names, by logical id. */
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import type { LocalResources } from "../../../infra/local/resources.ts";
import { clientSettings } from "./client-settings.ts";
import type { AwsEnvironment } from "./start.ts";

const STACK = "ccsp-local";

export interface StackResources extends LocalResources {
  readonly httpApiId: string;
  /** By what they are for: `GitHubToken`. Whatever CloudFormation tells them by. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Of what callbacks are signed with. */
  readonly webhookSecretArn: string;
}

export async function readStack(env: AwsEnvironment): Promise<StackResources> {
  const client = new CloudFormationClient(clientSettings(env));
  try {
    const ofType = await physicalIds(client);
    const { Stacks } = await client.send(
      new DescribeStacksCommand({ StackName: STACK }),
    );
    const outputs = Stacks?.[0]?.Outputs ?? [];
    const output = (key: string): string =>
      outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? "";
    return {
      httpApiId: output("HttpApiId"),
      webhookSecretArn: output("WebhookSecretArn"),
      secrets: ofType("AWS::SecretsManager::Secret"),
      queueUrls: ofType("AWS::SQS::Queue"),
      tableNames: ofType("AWS::DynamoDB::Table"),
    };
  } finally {
    client.destroy();
  }
}

async function physicalIds(
  client: CloudFormationClient,
): Promise<(type: string) => Readonly<Record<string, string>>> {
  const found: (readonly [type: string, id: string, name: string])[] = [];
  const pages = paginateListStackResources({ client }, { StackName: STACK });
  for await (const { StackResourceSummaries = [] } of pages)
    for (const one of StackResourceSummaries)
      found.push([
        one.ResourceType ?? "",
        one.LogicalResourceId ?? "",
        one.PhysicalResourceId ?? "",
      ]);
  return (type) =>
    Object.fromEntries(
      found.filter(([of]) => of === type).map(([, id, name]) => [id, name]),
    );
}
