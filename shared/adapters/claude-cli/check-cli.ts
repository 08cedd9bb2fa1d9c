import type { Variables } from "../../domain/allowed-environment.ts";
import { askVersion } from "../../ports/ask-version.ts";
import type { CliCheck } from "../../ports/cli.ts";
import type { SlotRunner } from "../../ports/slot-runner.ts";
import { isTooOld, MINIMUM_VERSION, readVersion } from "./version.ts";

/** What of an unknown program's answer is repeated, in characters. */
const QUOTED_CHARACTERS = 60;

/** Asks the program for its version: what prints another's, or none, is not the CLI. */
export async function checkCli(
  runner: SlotRunner,
  file: string,
  env: Variables,
): Promise<CliCheck> {
  const answer = await askVersion(runner, { file, env });
  return "problem" in answer
    ? unusable(file, answer.problem)
    : judge(file, answer.said);
}

function judge(file: string, said: string): CliCheck {
  const version = readVersion(said);
  if (version === undefined) {
    const [line = ""] = said.split("\n", 1);
    const quoted = JSON.stringify(line.slice(0, QUOTED_CHARACTERS));
    const problem = `it answered --version with ${quoted}, not with a version of Claude Code`;
    return unusable(file, problem);
  }
  return isTooOld(version)
    ? unusable(file, `its version is ${version}, older than ${MINIMUM_VERSION}`)
    : { usable: true, version };
}

function unusable(file: string, problem: string): CliCheck {
  const remedy = `install Claude Code ${MINIMUM_VERSION} or newer, or let CCSP_CLI name an executable that plays it`;
  return {
    usable: false,
    reason: `${file} cannot be used: ${problem}; ${remedy}`,
  };
}
