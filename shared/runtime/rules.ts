/** Words and variables that more than one reader of the environment knows. */
import * as z from "zod";

export const CLI_KINDS = ["claude", "generic-command"] as const;
export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

const A_LIST_OF_NAMES = /^\s*([A-Za-z_]\w*([\s,]+[A-Za-z_]\w*)*[\s,]*)?$/;

/** What every program here may be told about the CLI and the journal. */
export const ProgramVariables = {
  CCSP_CLI_KIND: z
    .enum(CLI_KINDS, { error: `must be one of ${CLI_KINDS.join(", ")}` })
    .default("claude"),
  /** Names of further variables that the CLI may see. */
  CCSP_CLI_ENV: z
    .string()
    .regex(A_LIST_OF_NAMES, "must list names of variables")
    .regex(
      /^(?!.*\b(AWS|GITHUB|CCSP)_)/s,
      "must not name AWS_, GITHUB_ or CCSP_ variables: they are never handed on",
    )
    .default(""),
  CCSP_LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` })
    .default("info"),
};

export const secretArn = z
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

const TOKEN_MISSING =
  "CCSP_GITHUB_TOKEN: is needed to write issues in CCSP_GITHUB_REPO";

/** Why these variables do not go together; `undefined` when they do. */
export const gitHubProblem = (env: {
  readonly CCSP_GITHUB_REPO?: string;
  readonly CCSP_GITHUB_TOKEN?: string;
  readonly CCSP_GITHUB_TOKEN_SECRET_ARN?: string;
}): string | undefined =>
  env.CCSP_GITHUB_REPO !== undefined &&
  env.CCSP_GITHUB_TOKEN === undefined &&
  env.CCSP_GITHUB_TOKEN_SECRET_ARN === undefined
    ? TOKEN_MISSING
    : undefined;

/** The same for a schema: also said beside whatever else is wrong. */
export const gitHubIsWhole = [
  (env: Parameters<typeof gitHubProblem>[0]): boolean =>
    gitHubProblem(env) === undefined,
  { error: TOKEN_MISSING, when: () => true },
] as const;
