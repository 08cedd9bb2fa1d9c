/** What runs may do and ask for: the variables that say so, for whoever reads the environment. */
import { z } from "zod";

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

/** What agents may ask for. */
export const WishVariables = {
  CCSP_ALLOWED_MODELS: list,
  CCSP_MAX_TURNS: above0(/^\d{1,6}$/, "must be a whole number above 0"),
  CCSP_MAX_BUDGET_USD: above0(
    /^\d{1,6}(\.\d{1,6})?$/,
    "must be a number of dollars above 0",
  ),
};
