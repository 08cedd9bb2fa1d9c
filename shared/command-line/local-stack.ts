/** The local stack tells where it is in `local.json`, in its state directory. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isObject } from "../client/is-object.ts";
import { usageError } from "./command-error.ts";

export interface LocalStack {
  readonly file: string;
  readonly url: string;
  readonly agentToken: string;
  readonly operatorToken: string;
}

/** Where `local.json` may be, in the order in which it is looked for. */
export function localFiles(
  directory: string,
  stateDir: string | undefined,
): readonly string[] {
  if (stateDir !== undefined)
    return [join(resolve(directory, stateDir), "local.json")];
  const parent = dirname(directory);
  const here = join(directory, ".ccsp", "local.json");
  return parent === directory
    ? [here]
    : [here, ...localFiles(parent, undefined)];
}

/** The first that is there; @throws CommandError when it is not what it should be */
export function readLocalStack(
  files: readonly string[],
): LocalStack | undefined {
  for (const file of files) {
    const text = readIfThere(file);
    if (text !== undefined) return parse(text, file);
  }
  return undefined;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw usageError(`${file} cannot be read (${String(code)}).`);
  }
}

function parse(text: string, file: string): LocalStack {
  const { baseUrl, agentToken, operatorToken } = fieldsOf(text);
  if (
    typeof baseUrl !== "string" ||
    typeof agentToken !== "string" ||
    typeof operatorToken !== "string"
  )
    throw usageError(
      `${file} does not say where the local service is; start it anew with \`npm start\`.`,
    );
  return { file, url: baseUrl, agentToken, operatorToken };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(text);
    return isObject(content) ? content : {};
  } catch {
    return {};
  }
}
