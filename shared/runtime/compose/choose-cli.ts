/** Which program does the work, as CCSP_CLI_KIND says. A new kind is one adapter and one case here. */
import { childEnvironment } from "../../adapters/claude-cli/child-environment.ts";
import { claudeCli } from "../../adapters/claude-cli/claude-cli.ts";
import { execaProcessRunner } from "../../adapters/execa/execa-process-runner.ts";
import type { SpawnProgram } from "../../adapters/execa/spawn-program.ts";
import { fileSystemSlotRunner } from "../../adapters/file-system/file-system-slot-runner.ts";
import { genericCommandCli } from "../../adapters/generic-command/generic-command-cli.ts";
import { allowedEnvironment } from "../../domain/allowed-environment.ts";
import type { Settings } from "../../domain/settings.ts";
import type { Cli } from "../../ports/cli.ts";
import type { ExecutorConfig } from "../config.ts";
import type { CredentialVariables } from "../credentials-file.ts";

/** What does not come from the configuration. */
export interface CliSurroundings {
  /** A new value for each run that nobody can guess. */
  readonly newMarker: () => string;
  /** Who starts the program. */
  readonly spawn: SpawnProgram;
  readonly workspace: string;
  readonly now: () => Date;
  /** The credential as it is at this moment; it wins over the environment. */
  readonly credentials: () => CredentialVariables;
  /** What the CLI may do without asking, as it is at this moment. */
  readonly permissions: () => Permissions;
}

type Permissions = Pick<
  Settings,
  "permissionMode" | "allowedTools" | "disallowedTools"
>;

export function chooseCli(
  { cli: file, cliKind, cliEnv, cliUser, environment }: ExecutorConfig,
  {
    newMarker,
    spawn,
    workspace,
    now,
    credentials,
    permissions,
  }: CliSurroundings,
): Cli {
  const runner = fileSystemSlotRunner({
    runner: execaProcessRunner({ newMarker, spawn }),
    workspace,
    owner: cliUser,
  });
  switch (cliKind) {
    case "claude":
      return claudeCli({
        runner,
        file,
        environment: () => {
          const given = credentials();
          return childEnvironment(
            Object.keys(given).length > 0
              ? withoutCredentials(environment)
              : environment,
            cliEnv,
            given,
          );
        },
        configDirectory: environment["CLAUDE_CONFIG_DIR"] ? "own" : "private",
        permissions: () => toFlags(permissions()),
        now,
      });
    case "generic-command":
      return genericCommandCli({
        runner,
        file,
        environment: () => allowedEnvironment(environment, cliEnv),
      });
  }
}

/** What the CLI does by default it is not told, so that a CLI without the flag runs, too. */
const toFlags = ({
  permissionMode: mode,
  allowedTools,
  disallowedTools,
}: Permissions) => ({
  allowedTools,
  disallowedTools,
  ...(mode !== "default" && { mode }),
});

/** Of two credentials the CLI takes the key: one that was left in the environment must not win. */
const withoutCredentials = ({
  ANTHROPIC_API_KEY: _key,
  CLAUDE_CODE_OAUTH_TOKEN: _token,
  ...rest
}: ExecutorConfig["environment"]) => rest;
