/** Named connections, kept in one file that only its owner may read, since it holds tokens. */
import {
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isObject } from "../client/is-object.ts";
import { usageError } from "./command-error.ts";

export interface Profile {
  readonly url: string;
  readonly token: string;
}

export interface Profiles {
  /** The name of the one that is used unless something else is said. */
  readonly current?: string;
  readonly profiles: Readonly<Record<string, Profile>>;
}

export const profilesFile = (configDir: string): string =>
  join(configDir, "profiles.json");

/** @throws CommandError when it cannot be read, others may read it, or it is not what it should be */
export function readProfiles(configDir: string): Profiles {
  const file = profilesFile(configDir);
  const text = orExplained(`${file} cannot be read`, () => textOf(file));
  if (text === undefined) return { profiles: {} };
  const content = parse(text);
  if (!isProfiles(content))
    throw usageError(
      `${file} is not a file of profiles; mend or remove it, and use \`ccsp profile add\`.`,
    );
  return content;
}

function textOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return undefined;
  if (process.platform !== "win32" && (stats.mode & 0o077) !== 0)
    throw usageError(
      `${file} holds tokens, and others may read it; run \`chmod 600 ${file}\`.`,
    );
  return readFileSync(file, "utf8");
}

/** @throws CommandError when the folder takes no file */
export function writeProfiles(configDir: string, profiles: Profiles): void {
  const file = profilesFile(configDir);
  const draft = `${file}.${process.pid}`;
  const text = `${JSON.stringify(profiles, null, 2)}\n`;
  orExplained(`${file} cannot be written`, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
  });
}

/** @throws CommandError instead of what the file system says */
function orExplained<T>(failure: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    const code = "code" in error ? String(error.code) : error.message;
    throw usageError(
      `${failure} (${code}); mend that, or set XDG_CONFIG_HOME to a folder of yours.`,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isProfiles = (content: unknown): content is Profiles =>
  isObject(content) &&
  (content["current"] === undefined ||
    typeof content["current"] === "string") &&
  isObject(content["profiles"]) &&
  Object.values(content["profiles"]).every(isProfile);

const isProfile = (value: unknown): value is Profile =>
  isObject(value) &&
  typeof value["url"] === "string" &&
  typeof value["token"] === "string";
