/** The policies of a template's roles as the account will have them: with ARNs where the template has functions. */
import { z } from "zod";
import type { PackagedTemplate } from "../../integration/harness/packaged.ts";

const ACCOUNT = "123456789012";
const REGION = "eu-west-1";

/** What an ARN of each kind looks like, from its service on. */
const ARNS: Readonly<Record<string, string>> = {
  "AWS::DynamoDB::Table": `dynamodb:${REGION}:${ACCOUNT}:table/`,
  "AWS::SQS::Queue": `sqs:${REGION}:${ACCOUNT}:`,
  "AWS::SNS::Topic": `sns:${REGION}:${ACCOUNT}:`,
  "AWS::Logs::LogGroup": `logs:${REGION}:${ACCOUNT}:log-group:`,
  "AWS::SecretsManager::Secret": `secretsmanager:${REGION}:${ACCOUNT}:secret:`,
};

const Roles = z.object({
  Policies: z
    .array(z.object({ PolicyName: z.unknown(), PolicyDocument: z.unknown() }))
    .default([]),
});

/** By role and policy. */
export function policiesOf(
  template: PackagedTemplate,
): ReadonlyMap<string, unknown> {
  const resolve = resolverOf(template);
  const roles = Object.entries(template.Resources).filter(
    ([, { Type }]) => Type === "AWS::IAM::Role",
  );
  return new Map(
    roles.flatMap(([id, { Properties }]) =>
      Roles.parse(Properties).Policies.map(({ PolicyDocument }, index) => [
        `${id}-${String(index)}`,
        resolve(PolicyDocument),
      ]),
    ),
  );
}

type Resolve = (value: unknown) => unknown;

function resolverOf({ Resources }: PackagedTemplate): Resolve {
  const nameOf = (id: string): string => {
    const type = Resources[id]?.Type ?? "";
    const arn = ARNS[type];
    if (arn === undefined) return id;
    // Of a log group CloudFormation tells the ARN of all its streams.
    const streams = type === "AWS::Logs::LogGroup" ? ":*" : "";
    return `arn:aws:${arn}${id}${streams}`;
  };
  const inText = (text: string): string =>
    text
      .replaceAll("${AWS::Partition}", "aws")
      .replaceAll("${AWS::Region}", REGION)
      .replaceAll("${AWS::AccountId}", ACCOUNT)
      .replaceAll(/\$\{(\w+)(\.Arn)?\}/g, (_, id: string) => nameOf(id));
  const resolve: Resolve = (value) => {
    if (Array.isArray(value))
      return value.map(resolve).filter((one) => one !== undefined);
    if (typeof value !== "object" || value === null) return value;
    const [[name, of] = ["", undefined], ...others] = Object.entries(value);
    if (others.length === 0) {
      if (name === "Ref")
        return of === "AWS::NoValue" ? undefined : nameOf(String(of));
      if (name === "Fn::GetAtt" && Array.isArray(of))
        return nameOf(String(of[0]));
      if (name === "Fn::Sub") return inText(String(of));
      if (name === "Fn::If" && Array.isArray(of)) return resolve(of[1]);
      if (name === "Fn::Join" && Array.isArray(of)) {
        const [separator, parts] = z
          .tuple([z.string(), z.array(z.unknown())])
          .parse(of);
        return parts.map(resolve).join(separator);
      }
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, resolve(one)]),
    );
  };
  return resolve;
}
