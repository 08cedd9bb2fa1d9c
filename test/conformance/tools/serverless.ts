/** The framework as people call it: `serverless deploy --stage local`. */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const SERVERLESS = createRequire(import.meta.url).resolve(
  "serverless/bin/serverless.js",
);
const WITHIN_MS = 240_000;

/** @throws what it printed when it fails */
export async function serverless(
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
  // One for each call: other lanes package at the same time, and the framework copies out of it what it finds.
  const workFolder = join("node_modules/.cache", `ccsp-work-${randomUUID()}`);
  const options = {
    cwd: project,
    env: { ...process.env, CCSP_PACKAGE_FOLDER: workFolder, ...env },
    timeout: WITHIN_MS,
  };
  const args = [SERVERLESS, command, "--stage", "local", ...more];
  try {
    return await new Promise((resolve, reject) => {
      execFile(process.execPath, args, options, (error, stdout, stderr) => {
        const output = `${stdout}\n${stderr}`;
        if (error === null) resolve(output);
        else reject(new Error(`serverless ${command} failed:\n${output}`));
      });
    });
  } finally {
    await rm(join(project, workFolder), { recursive: true, force: true });
  }
}
