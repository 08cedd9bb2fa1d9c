/** `ccsp doctor`: everything that somebody who helps you would ask first. */
import manifest from "../../../package.json" with { type: "json" };
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examine } from "../doctor/examine.ts";
import { type Finding, overall } from "../doctor/finding.ts";
import { examples } from "../examples.ts";
import { printable } from "../printable.ts";

export function addDoctor(program: Program, deps: Deps): void {
  program
    .command("doctor")
    .summary("check everything, and say what to do")
    .description(
      "Checks this machine, the settings, the service, the token, the executors, the gates, the login and the dead letters. Each check is ok, warn or fail, with what to do. Prints no secret. Ends with 1 when one fails.",
    )
    .addHelpText(
      "after",
      examples([
        ["ccsp doctor", "what is wrong, and what to do"],
        [
          `ccsp doctor --json | jq '.checks[] | select(.status != "ok")'`,
          "only what is not well",
        ],
      ]),
    )
    .action(async () => {
      const checks = await examine(deps, manifest.version);
      const status = overall(checks);
      deps.out.show({
        data: { status, version: manifest.version, checks },
        text: describeFindings(checks),
      });
      if (status === "fail") deps.finishWith("negative");
    });
}

function describeFindings(checks: readonly Finding[]): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const lines = checks.flatMap(({ status, check, found, remedy }) => [
    `${status.padEnd(4)}  ${check.padEnd(width)}  ${printable(found, { lines: 1 })}`,
    ...(remedy === undefined ? [] : [`${" ".repeat(width + 8)}→ ${remedy}`]),
  ]);
  const count = (status: Finding["status"]): number =>
    checks.filter((each) => each.status === status).length;
  return [
    ...lines,
    "",
    `${count("ok")} ok, ${count("warn")} warn, ${count("fail")} fail`,
  ].join("\n");
}
