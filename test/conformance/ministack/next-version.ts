/** The project as its next release might be: another version, whose rows and messages say so. */
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const DEPLOYED = [
  ...["package.json", "serverless.yml", "tsconfig.json"],
  ...["functions", "infra", "shared", "docs/openapi.json"],
  "docs/errors-page.json",
];

export interface NextVersion {
  readonly version: string;
  readonly project: string;
}

/** @param project a folder that is not there yet */
export async function nextVersion(project: string): Promise<NextVersion> {
  for (const path of DEPLOYED)
    await cp(join(ROOT, path), join(project, path), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(project, "node_modules"));
  const version = "99.0.0";
  const amended = [
    ["package.json", /"version": "[^"]+"/, `"version": "${version}"`],
    ["shared/adapters/dynamodb/schema-version.ts", /(VERSION =) 1/, "$1 2"],
    ["shared/adapters/sqs/message.ts", /(VERSION =) 1/, "$1 2"],
  ] as const;
  for (const [path, from, to] of amended)
    await amend(join(project, path), from, to);
  return { version, project };
}

async function amend(file: string, from: RegExp, to: string): Promise<void> {
  const before = await readFile(file, "utf8");
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has no ${String(from)}`);
  await writeFile(file, after);
}
