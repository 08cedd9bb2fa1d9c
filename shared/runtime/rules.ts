/** What runs may do and ask for: the variables that say so, for whoever reads the environment. */
import * as z from "zod";
import { STOP_ACTIONS, STOP_CONDITIONS } from "../domain/stop-conditions.ts";

export const CLI_KINDS = ["claude", "generic-command"] as const;
export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

/** Those that never pass over a question: whoever wants that has to run the CLI without us. */
const PERMISSION_MODES = ["default", "acceptEdits", "plan", "dontAsk"] as const;

const list = z
  .string()
  .default("")
  .transform((text) => text.split(",").map((each) => each.trim()))
  .transform((names) => names.filter((each) => each !== ""))
  .refine((names) => names.every((each) => !each.startsWith("-")), {
    error: "must list names that do not begin with a dash",
  });

const above0 = (pattern: RegExp, error: string) =>
  z
    .string()
    .regex(pattern, error)
    .transform(Number)
    .refine((value) => value > 0, error)
    .exactOptional();

/** What the CLI may do without asking, for it can ask nobody. */
export const PermissionVariables = {
  CCSP_PERMISSION_MODE: z
    .enum(PERMISSION_MODES, {
      error: `must be one of ${PERMISSION_MODES.join(", ")}`,
    })
    .default("default"),
  CCSP_ALLOWED_TOOLS: list,
  CCSP_DISALLOWED_TOOLS: list,
};

const COUNT = "must be a whole number above 0";

/** How many tasks may wait. */
export const CapVariables = {
  CCSP_MAX_QUEUED_PER_AGENT: above0(/^\d{1,7}$/, COUNT).prefault("1000"),
  CCSP_MAX_QUEUED_PER_CLASS: above0(/^\d{1,7}$/, COUNT).prefault("10000"),
};

/** What agents may ask for. */
export const WishVariables = {
  CCSP_ALLOWED_MODELS: list,
  CCSP_MAX_TURNS: above0(/^\d{1,6}$/, "must be a whole number above 0"),
  CCSP_MAX_BUDGET_USD: above0(
    /^\d{1,6}(\.\d{1,6})?$/,
    "must be a number of dollars above 0",
  ),
};

/** Where people are told what needs them. */
export const PeopleVariables = {
  CCSP_GITHUB_REPO: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, "must read owner/name")
    .exactOptional(),
  CCSP_GITHUB_TOKEN: z.string().exactOptional(),
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
}): string | undefined =>
  env.CCSP_GITHUB_REPO !== undefined && env.CCSP_GITHUB_TOKEN === undefined
    ? "CCSP_GITHUB_TOKEN: is needed to write issues in CCSP_GITHUB_REPO"
    : undefined;

const StopRuleChange = z.strictObject({
  threshold: z.int().min(1).max(1_000).exactOptional(),
  windowMs: z.int().min(1_000).max(86_400_000).exactOptional(),
  action: z.enum(STOP_ACTIONS).exactOptional(),
  delayMs: z.int().min(0).max(3_600_000).exactOptional(),
});

const STOP_CONDITIONS_TEXT = `must be JSON that changes rules of ${STOP_CONDITIONS.join(", ")}, for example {"session-lost": {"threshold": 3}}`;

/** When the service stops itself: what differs from the rules that are built in. */
export const StopVariables = {
  CCSP_STOP_CONDITIONS: z
    .string()
    .default("{}")
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: STOP_CONDITIONS_TEXT });
        return z.NEVER;
      }
    })
    .pipe(
      z.partialRecord(z.enum(STOP_CONDITIONS), StopRuleChange, {
        error: STOP_CONDITIONS_TEXT,
      }),
    ),
};
