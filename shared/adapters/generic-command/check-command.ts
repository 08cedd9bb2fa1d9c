import type { Variables } from "../../domain/allowed-environment.ts";
import { askVersion } from "../../ports/ask-version.ts";
import type { CliCheck } from "../../ports/cli.ts";
import type { SlotRunner } from "../../ports/slot-runner.ts";

/** Asks the program for its version. One that ends well and names none is usable all the same. */
export async function checkCommand(
  runner: SlotRunner,
  file: string,
  env: Variables,
): Promise<CliCheck> {
  const answer = await askVersion(runner, { file, env });
  if ("said" in answer) {
    const version = /\d+(\.\d+)+\S*/.exec(answer.said)?.[0] ?? "unknown";
    return { usable: true, version };
  }
  const remedy =
    "let CCSP_CLI name an executable that answers --version and ends with exit code 0";
  return {
    usable: false,
    reason: `${file} cannot be used: ${answer.problem}; ${remedy}`,
  };
}
