/** Installs one version of a tool into a folder of its own, once. */
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MissingToolError } from "./missing-tool.ts";

/** Outside the lock file, ignored by git, and removed by `npm ci`. */
const CACHE = fileURLToPath(
  new URL("../../../node_modules/.cache/ccsp-conformance/", import.meta.url),
);

/** @param tool with its version: another version has another folder */
export const folderOf = (tool: string): string => `${CACHE}${tool}`;

interface Tool {
  /** As people call it, with its version. */
  readonly name: string;
  readonly size: string;
  readonly folder: string;
  /** Whether it is there and works. */
  readonly isUsable: () => boolean;
  /** Puts it into this folder, which is there and is moved when all is in it. */
  readonly install: (unfinished: string) => Promise<void>;
}

/** Does nothing when it is there and works. @throws MissingToolError */
export async function installOnce(tool: Tool): Promise<void> {
  const { name, folder } = tool;
  if (tool.isUsable()) {
    console.log(`${name} is there`);
    return;
  }
  console.log(`installing ${name} (${tool.size}) …`);
  const startedAt = performance.now();
  const unfinished = `${folder}-unfinished-${process.pid}`;
  try {
    mkdirSync(unfinished, { recursive: true });
    await tool.install(unfinished);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  if (!tool.isUsable())
    throw new MissingToolError(`${name} was installed, but does not work`);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`installed ${name} in ${seconds} s`);
}
