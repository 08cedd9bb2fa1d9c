import { resolve } from "node:path";
import { z } from "zod";
import {
  gitHubProblem,
  PeopleVariables,
  ProgramVariables,
} from "../../shared/runtime/rules.ts";
import {
  SettingVariables,
  toInitialSettings,
} from "../../shared/runtime/setting-variables.ts";
import { WebhookVariables } from "../../shared/runtime/webhook-secret.ts";
import { problemsOfNames } from "../variables/unknown.ts";
import { type Cli, type CliSearch, findCli } from "./find-cli.ts";

/** What the user may choose by environment variables; the README explains each. */
export interface Settings {
  /** Absolute: the children are told so. */
  readonly stateDir: string;
  readonly port: number;
  readonly cli: Cli;
  /** How many runs at a time. */
  readonly concurrency: number;
  readonly logLevel: string;
}

const Environment = z.object({
  CCSP_STATE_DIR: z.string().default(".ccsp"),
  CCSP_PORT: wholeNumber(1, 65_535).default(3001),
  CCSP_CLI: z.string().optional(),
  // Only checked here: functions and executor read them.
  ...ProgramVariables,
  ...SettingVariables,
  ...PeopleVariables,
  ...WebhookVariables,
});

/** Neither `claude` nor the simulator, which are looked for otherwise, is just any command. */
const NO_COMMAND: CliSearch = {
  found: false,
  problem: "must name the program that CCSP_CLI_KIND=generic-command runs",
};

/** The environment asks for something impossible; the message names every problem. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** Reads and checks the whole environment at once. An empty variable counts as unset. */
export function readSettings(
  env: NodeJS.ProcessEnv,
  directory: string,
): Settings {
  const parsed = Environment.safeParse(withoutEmpty(env));
  const problems = parsed.success ? [] : parsed.error.issues.map(inWords);
  const cli =
    env["CCSP_CLI_KIND"] === "generic-command" && !env["CCSP_CLI"]
      ? NO_COMMAND
      : findCli({ CCSP_CLI: env["CCSP_CLI"], PATH: env["PATH"] }, directory);
  if (!cli.found) problems.push(`CCSP_CLI: ${cli.problem}`);
  const gitHub = gitHubProblem(withoutEmpty(env));
  if (gitHub !== undefined) problems.push(gitHub);
  problems.push(...problemsOfNames(env));
  if (!parsed.success || !cli.found || problems.length > 0)
    throw new SettingsError(problems.join("\n"));
  return {
    stateDir: resolve(directory, parsed.data.CCSP_STATE_DIR),
    port: parsed.data.CCSP_PORT,
    cli: cli.cli,
    concurrency: toInitialSettings(parsed.data).concurrency,
    logLevel: parsed.data.CCSP_LOG_LEVEL,
  };
}

function wholeNumber(from: number, to: number) {
  const error = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, error)
    .transform(Number)
    .refine((value) => value >= from && value <= to, error);
}

function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== ""),
  );
}

function inWords(issue: z.core.$ZodIssue): string {
  return `${issue.path.join(".")}: ${issue.message}`;
}
