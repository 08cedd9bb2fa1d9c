/** Runs a command that installs something: what it says is shown only when it fails. */
import { execFile, execFileSync } from "node:child_process";
import { MissingToolError } from "./missing-tool.ts";

const WITHIN_MS = 300_000;
const MAX_OUTPUT_BYTES = 10_000_000;

interface Command {
  /** What it is run for, in words: "npm could not install …". */
  readonly purpose: string;
  readonly cwd: string;
}

/** @throws MissingToolError */
export async function runCommand(
  command: string,
  args: readonly string[],
  { purpose, cwd }: Command,
): Promise<void> {
  const options = { cwd, timeout: WITHIN_MS, maxBuffer: MAX_OUTPUT_BYTES };
  await new Promise<void>((resolve, reject) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) resolve();
      else
        reject(
          new MissingToolError(
            `${purpose}: ${error.message}\n${stdout}\n${stderr}`,
          ),
        );
    });
  });
}

/** What it prints, or nothing if it cannot be run or fails. */
export function outputOf(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 10_000,
    });
  } catch {
    return "";
  }
}
