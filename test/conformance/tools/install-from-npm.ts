/** One package of npm in a folder of its own. */
import { writeFileSync } from "node:fs";
import { runCommand } from "./command.ts";

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Whether its own install script may run. */
  readonly runsScript?: boolean;
}

/** What holds whatever the user's npm is set to. */
const INSTALL = [
  "install",
  "--no-package-lock",
  "--no-audit",
  "--no-fund",
  "--prefer-offline",
  "--include=optional",
  "--engine-strict=false",
];

/** @throws MissingToolError */
export async function installFromNpm(
  folder: string,
  { name, version, runsScript = false }: NpmPackage,
): Promise<void> {
  const project = {
    private: true,
    dependencies: { [name]: version },
    // npm 12 runs the scripts of those packages only that the project names.
    allowScripts: { [name]: runsScript },
  };
  writeFileSync(`${folder}/package.json`, JSON.stringify(project));
  await runCommand("npm", [...INSTALL, `--ignore-scripts=${!runsScript}`], {
    purpose: `npm could not install ${name} ${version}`,
    cwd: folder,
  });
}
