/** The framework as people call it: `serverless deploy --stage local`. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const SERVERLESS = createRequire(import.meta.url).resolve(
  "serverless/bin/serverless.js",
);
const WITHIN_MS = 240_000;

/** @throws what it printed when it fails */
export function serverless(
  command: "deploy" | "package" | "remove",
  env: NodeJS.ProcessEnv,
  {
    args: more = [],
    project = ROOT,
  }: {
    readonly args?: readonly string[];
    /** The folder with what is deployed; absent: ours. */
    readonly project?: string;
  } = {},
): Promise<string> {
  const options = {
    cwd: project,
    env: { ...process.env, ...env },
    timeout: WITHIN_MS,
  };
  const args = [SERVERLESS, command, "--stage", "local", ...more];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const output = `${stdout}\n${stderr}`;
      if (error === null) resolve(output);
      else reject(new Error(`serverless ${command} failed:\n${output}`));
    });
  });
}
