/** Packages of PyPI in a virtual environment of their own. */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { outputOf, runCommand } from "./command.ts";
import { MissingToolError } from "./missing-tool.ts";

export interface PythonPackages {
  /** What `pip install` is given. */
  readonly requirements: readonly string[];
  /** The interpreter that makes the environment. */
  readonly python: string;
}

/** The interpreter of an environment. Run programs by `-m`: their scripts do not survive that it is moved. */
export const pythonIn = (folder: string): string => `${folder}/bin/python`;

/** @throws MissingToolError */
export async function installFromPip(
  folder: string,
  { requirements, python }: PythonPackages,
): Promise<void> {
  const options = {
    purpose: `pip could not install ${requirements.join(" ")}`,
    cwd: folder,
  };
  await runCommand(python, ["-m", "venv", folder], options);
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input"];
  await runCommand(
    pythonIn(folder),
    ["-m", "pip", "install", ...quiet, ...requirements],
    options,
  );
}

/** Whether the environment is there and holds what is to run. */
export const isInstalled = (folder: string, module: string): boolean =>
  existsSync(pythonIn(folder)) &&
  outputOf(pythonIn(folder), [
    "-c",
    `import importlib.util as i; print(i.find_spec("${module}") is not None)`,
  ]).startsWith("True");

/**
 * An interpreter of this version: the one on the PATH, or one that pyenv has.
 *
 * @param minor versions that do, the best first: 13 for Python 3.13
 * @throws MissingToolError
 */
export function findPython(minors: readonly number[]): string {
  for (const minor of minors) {
    const version = `Python 3.${minor}.`;
    const found = candidates(minor).find((python) =>
      outputOf(python, ["--version"]).startsWith(version),
    );
    if (found !== undefined) return found;
  }
  const wanted = minors.map((minor) => `3.${minor}`).join(", ");
  throw new MissingToolError(
    `there is no Python ${wanted}, neither on the PATH nor in pyenv`,
  );
}

function candidates(minor: number): readonly string[] {
  // Its folder is looked at, because the program need not be on the PATH.
  const root = process.env["PYENV_ROOT"] ?? `${homedir()}/.pyenv`;
  const folder = `${root}/versions`;
  const versions = existsSync(folder) ? readdirSync(folder) : [];
  return [
    ...versions
      .filter((version) => version.startsWith(`3.${minor}.`))
      .map((version) => `${root}/versions/${version}/bin/python`),
    `python3.${minor}`,
    "python3",
  ];
}
