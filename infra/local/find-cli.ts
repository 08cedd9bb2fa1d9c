import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The executable that plays `claude`. */
export interface Cli {
  /** Absolute. */
  readonly file: string;
  /** The bundled simulator: its answers are made up. */
  readonly simulated: boolean;
}

export type CliSearch =
  | { readonly found: true; readonly cli: Cli }
  | { readonly found: false; readonly problem: string };

interface Places {
  readonly CCSP_CLI: string | undefined;
  readonly PATH: string | undefined;
}

const SIMULATOR = fileURLToPath(
  new URL("claude-simulator.mjs", import.meta.url),
);

/**
 * `CCSP_CLI` (a path, or a name on the PATH) if it is set, else `claude` on the PATH, else the
 * bundled simulator, so that the service can be tried without Claude Code.
 */
export function findCli(places: Places, directory: string): CliSearch {
  const path = places.PATH ?? "";
  if (places.CCSP_CLI) {
    const file = findProgram(places.CCSP_CLI, path, directory);
    if (file !== undefined)
      return { found: true, cli: { file, simulated: false } };
    return {
      found: false,
      problem: `${places.CCSP_CLI} is no executable file`,
    };
  }
  const claude = findProgram("claude", path, directory);
  if (claude !== undefined)
    return { found: true, cli: { file: claude, simulated: false } };
  return { found: true, cli: { file: SIMULATOR, simulated: true } };
}

function findProgram(
  name: string,
  path: string,
  directory: string,
): string | undefined {
  const candidates = name.includes("/")
    ? [resolve(directory, name)]
    : path
        .split(delimiter)
        .map((folder) => resolve(directory, join(folder, name)));
  return candidates.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
