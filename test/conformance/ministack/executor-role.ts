/**
 * The executor's role on MiniStack. Nothing runs the executor as a service there, so the stack of this stage has no
 * role for it: the lane adds the one that is deployed elsewhere, and hands its credentials to the process as ECS does.
 */
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { readFileSync } from "node:fs";
import { readTemplate } from "../../../infra/local/read-template.ts";
import { clientSettings } from "./client-settings.ts";
import type { AwsEnvironment } from "./start.ts";

const FILE = new URL(
  "../../../infra/resources/executor/roles.yml",
  import.meta.url,
);
const NAME = "ccsp-local-executor";
const NAMING = { service: "ccsp", stage: "local" };
/** By the account's number, which MiniStack takes for itself. */
const ARN = `arn:aws:iam::000000000000:role/${NAME}`;

/** As CloudFormation takes it, but for its name, whose it is, and the cluster that this stage does not have. */
export function executorRole(): object {
  const text = readFileSync(FILE, "utf8")
    .replaceAll("${param:executorRepository}", "none")
    .replaceAll("${ExecutorCluster}", "none");
  const role = readTemplate(text, NAMING).get("ExecutorRole");
  if (role === undefined)
    throw new Error(`no ExecutorRole in ${FILE.pathname}`);
  const AssumeRolePolicyDocument = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" },
    ],
  };
  const Properties = {
    ...role.properties,
    RoleName: NAME,
    AssumeRolePolicyDocument,
  };
  return { Type: role.type, Properties };
}

export const executorCredentials = (aws: AwsEnvironment): Promise<Variables> =>
  credentialsOf(aws, ARN);

type Variables = Readonly<Record<string, string>>;

/** The variables by which the SDK finds a role's credentials, for an hour. */
export async function credentialsOf(
  aws: AwsEnvironment,
  RoleArn: string,
): Promise<Variables> {
  const client = new STSClient(clientSettings(aws));
  try {
    const { Credentials } = await client.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "lane" }),
    );
    return {
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? "",
      AWS_SESSION_TOKEN: Credentials?.SessionToken ?? "",
    };
  } finally {
    client.destroy();
  }
}
