/** The quick starts, as a reader follows them: every block is run, in order, before the running service. */
import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commandedStackOfThisFile } from "./harness/commanded-stack.ts";
import { missingIn, stepsOf, take } from "./harness/walk-through.ts";

const DOCUMENTS = ["docs/quick-start-agent.md", "docs/quick-start-operator.md"];

const here = commandedStackOfThisFile({ env: { CCSP_CLI: "" } });
beforeAll(() => {
  const { stack, program } = here();
  symlinkSync(stack.stateDir, join(program.folder, ".ccsp"));
  // The program is on the PATH: npm's own search for it takes seconds each time.
  const npx = join(program.folder, "node_modules/.bin/npx");
  writeFileSync(npx, '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
});

/** Only CI promises a Python. */
function canRun(script: string): boolean {
  if (!script.startsWith("python3") || process.env["CI"] !== undefined)
    return true;
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.each(DOCUMENTS)("What %s tells its reader to do", (document) => {
  const steps = stepsOf(document, (script) => script.includes("npm start"));
  const possible = steps.filter(({ script }) => canRun(script));

  it.each(possible)("works, at $name", async (step) => {
    const { folder, env } = here().program;
    const printed = await take(step, {
      folder,
      env: { PATH: env["PATH"] ?? "", HOME: folder },
      variables: join(folder, `variables-of-${basename(document)}`),
    });
    const missing = missingIn(printed, step.printed ?? "");
    expect({ missing, printed }).toEqual({ missing: [], printed });
  });
});
