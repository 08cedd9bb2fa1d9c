/** All that an account holds of the kinds that our stack makes, by name. */
import {
  ApiGatewayV2Client,
  GetApisCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  CloudFormationClient,
  ListStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
  EventBridgeClient,
  ListRulesCommand,
} from "@aws-sdk/client-eventbridge";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import {
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings } from "./client-settings.ts";
import type { AwsEnvironment } from "./start.ts";

type Names = readonly (string | undefined)[];

export async function everythingIn(
  env: AwsEnvironment,
): Promise<Readonly<Record<string, Names>>> {
  const settings = clientSettings(env);
  const stacks = await new CloudFormationClient(settings).send(
    new ListStacksCommand(),
  );
  const apis = await new ApiGatewayV2Client(settings).send(
    new GetApisCommand(),
  );
  const logs = await new CloudWatchLogsClient(settings).send(
    new DescribeLogGroupsCommand(),
  );
  const tables = await new DynamoDBClient(settings).send(
    new ListTablesCommand(),
  );
  const rules = await new EventBridgeClient(settings).send(
    new ListRulesCommand(),
  );
  const roles = await new IAMClient(settings).send(new ListRolesCommand());
  const functions = await new LambdaClient(settings).send(
    new ListFunctionsCommand(),
  );
  const buckets = await new S3Client(settings).send(new ListBucketsCommand());
  const topics = await new SNSClient(settings).send(new ListTopicsCommand());
  const queues = await new SQSClient(settings).send(new ListQueuesCommand());
  const secrets = await new SecretsManagerClient(settings).send(
    new ListSecretsCommand(),
  );
  const living = (stacks.StackSummaries ?? []).filter(
    ({ StackStatus }) => StackStatus !== "DELETE_COMPLETE",
  );
  return {
    stacks: living.map(({ StackName }) => StackName),
    apis: (apis.Items ?? []).map(({ Name }) => Name),
    logGroups: (logs.logGroups ?? []).map(({ logGroupName }) => logGroupName),
    tables: tables.TableNames ?? [],
    rules: (rules.Rules ?? []).map(({ Name }) => Name),
    roles: (roles.Roles ?? []).map(({ RoleName }) => RoleName),
    functions: (functions.Functions ?? []).map(
      ({ FunctionName }) => FunctionName,
    ),
    buckets: (buckets.Buckets ?? []).map(({ Name }) => Name),
    topics: (topics.Topics ?? []).map(({ TopicArn }) => TopicArn),
    secrets: (secrets.SecretList ?? []).map(({ ARN }) => ARN),
    queues: queues.QueueUrls ?? [],
  };
}
