/** Brings one version of the real CLI. */
import { claudeOf, folderOfVersion, PACKAGE } from "./claude-code.ts";
import { outputOf } from "./tools/command.ts";
import { installFromNpm } from "./tools/install-from-npm.ts";
import { installOnce } from "./tools/install-once.ts";

/** @throws MissingToolError */
export async function installClaudeCode(version: string): Promise<void> {
  const pinned = { name: PACKAGE, version, runsScript: true };
  await installOnce({
    name: `${PACKAGE} ${version}`,
    size: "some 240 to 380 MB",
    folder: folderOfVersion(version),
    isUsable: () =>
      outputOf(claudeOf(version), ["--version"]).startsWith(version),
    install: (folder) => installFromNpm(folder, pinned),
  });
}
