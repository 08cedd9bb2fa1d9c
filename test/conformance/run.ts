/**
 * `npm run test:conformance [-- --lane NAME …] [-- what Vitest takes]`: brings the tools of all
 * lanes, or of those that are named, then runs the tests of each whose tools are there.
 */
import { spawnSync } from "node:child_process";
import { type Lane, LANES } from "./lanes.ts";
import { MissingToolError } from "./tools/missing-tool.ts";

const VITEST = ["run", "--config", ".config/vitest.config.ts"];

const { lanes, rest } = readArguments(process.argv.slice(2));
const there = await Promise.all(lanes.map(bring));
const ready = lanes.filter((_, index) => there[index]);
const areAllThere = ready.length === lanes.length;
const isWrong = !areAllThere && Boolean(process.env["CI"]);
if (ready.length === 0) process.exit(isWrong ? 1 : 0);

const projects = ready.flatMap(({ name }) => [
  "--project",
  `conformance-${name}`,
]);
const vitest = spawnSync("vitest", [...VITEST, ...projects, ...rest], {
  stdio: "inherit",
});
process.exit(isWrong ? 1 : (vitest.status ?? 1));

/** @returns whether the lane can run */
async function bring({ name, install }: Lane): Promise<boolean> {
  try {
    await install();
    return true;
  } catch (error) {
    if (!(error instanceof MissingToolError)) throw error;
    console.error(`\nMISSING TOOL: ${error.message}.`);
    console.error(`NOT RUN: lane ${name}, so it proves nothing.\n`);
    return false;
  }
}

function readArguments(args: readonly string[]): {
  readonly lanes: readonly Lane[];
  readonly rest: readonly string[];
} {
  const isName = (index: number): boolean => args[index - 1] === "--lane";
  const names = args.filter((_, index) => isName(index));
  const unknown = names.find((name) => !LANES.some((one) => one.name === name));
  if (unknown !== undefined || args.at(-1) === "--lane") {
    const known = LANES.map(({ name }) => name).join(", ");
    console.error(`there is no lane ${unknown ?? ""}; there are ${known}`);
    process.exit(2);
  }
  return {
    lanes: LANES.filter(
      ({ name }) => names.length === 0 || names.includes(name),
    ),
    rest: args.filter((arg, index) => arg !== "--lane" && !isName(index)),
  };
}
