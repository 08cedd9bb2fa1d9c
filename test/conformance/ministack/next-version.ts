/** The project as its next release might be: another version, whose rows and messages say so. */
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Deployment, Packed } from "./deployment.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const DEPLOYED = [
  ...["package.json", "serverless.yml", "tsconfig.json"],
  ...["functions", "infra", "shared", "docs/openapi.json"],
  "docs/errors-page.json",
];

export interface NextVersion {
  readonly version: string;
  readonly packed: Packed;
}

/** To be called early: it takes a while, in which other tests run. */
export async function packNextVersion({
  stateDir,
  pack,
}: Deployment): Promise<NextVersion> {
  const project = join(stateDir, "next");
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
  return { version, packed: await pack(project) };
}

async function amend(file: string, from: RegExp, to: string): Promise<void> {
  const before = await readFile(file, "utf8");
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has no ${String(from)}`);
  await writeFile(file, after);
}
