/** Installs one version of the real CLI into a folder of its own, once. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { CACHE, claudeOf, folderOf, PACKAGE } from "./claude-code.ts";

/** What the lane needs is not there; the message says what and why. */
export class MissingToolError extends Error {
  override readonly name = "MissingToolError";
}

/** What holds whatever the user's npm is set to: the binary is optional, and put in place by a script. */
const INSTALL = [
  "install",
  "--no-package-lock",
  "--no-audit",
  "--no-fund",
  "--prefer-offline",
  "--include=optional",
  "--ignore-scripts=false",
  "--engine-strict=false",
];

/** Does nothing when it is there and works. @throws MissingToolError */
export function installClaudeCode(version: string): void {
  const name = `${PACKAGE} ${version}`;
  if (isUsable(version)) {
    console.log(`${name} is there`);
    return;
  }
  console.log(`installing ${name} (some 240 to 380 MB) …`);
  const startedAt = performance.now();
  const folder = folderOf(version);
  const unfinished = `${CACHE}unfinished-${process.pid}-${version}`;
  try {
    prepare(unfinished, version);
    install(unfinished, name);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  if (!isUsable(version))
    throw new MissingToolError(
      `${name} was installed, but \`${claudeOf(version)} --version\` does not answer ${version}`,
    );
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`installed ${name} in ${seconds} s`);
}

function isUsable(version: string): boolean {
  try {
    const options = {
      encoding: "utf8",
      stdio: "pipe",
      timeout: 10_000,
    } as const;
    return execFileSync(claudeOf(version), ["--version"], options).startsWith(
      version,
    );
  } catch {
    return false;
  }
}

/** npm 12 runs the scripts of those packages only that the project names. */
function prepare(folder: string, version: string): void {
  mkdirSync(folder, { recursive: true });
  const project = {
    private: true,
    dependencies: { [PACKAGE]: version },
    allowScripts: { [PACKAGE]: true },
  };
  writeFileSync(`${folder}/package.json`, JSON.stringify(project));
}

function install(folder: string, name: string): void {
  const npm = spawnSync("npm", INSTALL, { cwd: folder, stdio: "inherit" });
  if (npm.error !== undefined)
    throw new MissingToolError(`npm cannot be run: ${npm.error.message}`);
  if (npm.status !== 0)
    throw new MissingToolError(`npm could not install ${name}: see above`);
}
