/** Words and variables that more than one reader of the environment knows. */
import * as z from "zod";

export const CLI_KINDS = ["claude", "generic-command"] as const;
export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

const secretArn = z
  .string()
  .regex(
    /^arn:[\w-]+:secretsmanager:[\w-]+:\d+:secret:.+$/,
    "must be the ARN of a secret in Secrets Manager",
  )
  .exactOptional();

/** Where people are told what needs them. */
export const PeopleVariables = {
  CCSP_GITHUB_REPO: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, "must read owner/name")
    .exactOptional(),
  CCSP_GITHUB_TOKEN: z.string().exactOptional(),
  CCSP_GITHUB_TOKEN_SECRET_ARN: secretArn,
  CCSP_CLI_SECRET_ARN: secretArn,
  CCSP_GITHUB_API_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .exactOptional(),
  CCSP_STOP_TOPIC_ARN: z
    .string()
    .regex(/^arn:[\w:-]+$/, "must be the ARN of an SNS topic")
    .exactOptional(),
};

/** Why these variables do not go together; `undefined` when they do. */
export const gitHubProblem = (env: {
  readonly CCSP_GITHUB_REPO?: string;
  readonly CCSP_GITHUB_TOKEN?: string;
  readonly CCSP_GITHUB_TOKEN_SECRET_ARN?: string;
}): string | undefined =>
  env.CCSP_GITHUB_REPO !== undefined &&
  env.CCSP_GITHUB_TOKEN === undefined &&
  env.CCSP_GITHUB_TOKEN_SECRET_ARN === undefined
    ? "CCSP_GITHUB_TOKEN: is needed to write issues in CCSP_GITHUB_REPO"
    : undefined;
