/** `npm run test:conformance`: brings the real tools, then runs the tests that need them. */
import { spawnSync } from "node:child_process";
import { VERSIONS } from "./claude-code.ts";
import { installClaudeCode, MissingToolError } from "./install-claude-code.ts";

const VITEST = "run --config .config/vitest.config.ts --project conformance";

try {
  VERSIONS.forEach(installClaudeCode);
} catch (error) {
  if (!(error instanceof MissingToolError)) throw error;
  const isCi = Boolean(process.env["CI"]);
  console.error(`\nMISSING TOOL: ${error.message}.`);
  console.error("NOT RUN: no test of this lane, so it proves nothing.\n");
  process.exit(isCi ? 1 : 0);
}
const args = [...VITEST.split(" "), ...process.argv.slice(2)];
const vitest = spawnSync("vitest", args, { stdio: "inherit" });
process.exit(vitest.status ?? 1);
