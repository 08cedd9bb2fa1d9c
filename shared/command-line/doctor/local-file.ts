/** The local stack's file as it is found, and whether the stack that wrote it still answers. */
import { statSync } from "node:fs";
import type { Deps } from "../deps.ts";
import { localFiles, readLocalStack } from "../local-stack.ts";
import type { LocalFileFound } from "./check-client.ts";
import { probe } from "./probe.ts";

const OTHERS = 0o077;

/** `undefined`: there is none. */
export async function lookAtLocalFile({
  directory,
  environment,
  signal,
}: Pick<Deps, "directory" | "environment" | "signal">): Promise<
  LocalFileFound | undefined
> {
  const files = localFiles(directory, environment.stateDir);
  const file = files.find((each) => statSync(each, { throwIfNoEntry: false }));
  if (file === undefined) return undefined;
  const isOpen =
    process.platform !== "win32" && (statSync(file).mode & OTHERS) !== 0;
  const stack = readOrNothing(file);
  if (!stack) return { file, isOpen };
  const answer = await probe({ baseUrl: stack.url }, "/health", signal);
  const answers = !("lost" in answer);
  return { file, isOpen, stack: { url: stack.url, answers } };
}

function readOrNothing(file: string): { readonly url: string } | undefined {
  try {
    return readLocalStack([file]);
  } catch {
    return undefined;
  }
}
