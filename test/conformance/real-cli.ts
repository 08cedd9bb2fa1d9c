/** The adapter with the real program behind it, for what needs no service around it. */
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment } from "../../shared/adapters/claude-cli/child-environment.ts";
import {
  claudeCli,
  type ClaudeCliOptions,
} from "../../shared/adapters/claude-cli/claude-cli.ts";
import { execaProcessRunner } from "../../shared/adapters/execa/execa-process-runner.ts";
import { fileSystemSlotRunner } from "../../shared/adapters/file-system/file-system-slot-runner.ts";
import { messagesApi, type MessagesApi } from "../fakes/messages-api.ts";
import type { Cli } from "../../shared/ports/cli.ts";
import {
  processesWith,
  type LiveProcess,
} from "../integration/harness/processes.ts";
import { claudeOf } from "./claude-code.ts";
import type { Credential } from "./credentials.ts";

/** What stands beside the credential in our environment and must not reach the CLI. */
const OUR_OWN = {
  AWS_SECRET_ACCESS_KEY: "not for the CLI",
  GITHUB_TOKEN: "not for the CLI",
  CCSP_GITHUB_TOKEN: "not for the CLI",
};

export interface RealCli {
  readonly api: MessagesApi;
  cli(
    credential: Credential,
    permissions?: ReturnType<NonNullable<ClaudeCliOptions["permissions"]>>,
  ): Cli;
  /** Whatever its runs left alive. */
  survivors(): LiveProcess[];
  /** Files that its runs left where they worked, or among everybody's temporary ones. */
  leftFiles(): Promise<string[]>;
  end(): Promise<void>;
}

export async function realCli(version: string): Promise<RealCli> {
  const api = await messagesApi();
  const root = await mkdtemp(join(tmpdir(), "ccsp-real-cli-"));
  const temporary = join(root, "tmp");
  const home = join(root, "home");
  await Promise.all([temporary, home].map((folder) => mkdir(folder)));
  const mark = `conformance-${randomUUID()}-`;
  const runner = fileSystemSlotRunner({
    runner: execaProcessRunner({ newMarker: () => mark + randomUUID() }),
    workspace: join(root, "work"),
  });
  return {
    api,
    cli: (credential, permissions = {}) =>
      claudeCli({
        runner,
        file: claudeOf(version),
        environment: () =>
          childEnvironment(
            {
              ...process.env,
              ...OUR_OWN,
              ...credential,
              ANTHROPIC_BASE_URL: api.url,
              TMPDIR: temporary,
              // The tools' shell reads the start-up files in it, which may set anything.
              HOME: home,
            },
            [],
          ),
        configDirectory: "private",
        permissions: () => permissions,
        now: () => new Date(),
      }),
    survivors: () => processesWith([`CCSP_RUN=${mark}`]),
    leftFiles: async () => {
      const options = { recursive: true, withFileTypes: true } as const;
      const entries = await readdir(root, options);
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name));
    },
    end: async () => {
      await api.close();
      await rm(root, { recursive: true });
    },
  };
}
