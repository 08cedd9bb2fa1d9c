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

/** @throws CommandError when others may read the file, or it is not what it should be */
export function readProfiles(configDir: string): Profiles {
  const file = profilesFile(configDir);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return { profiles: {} };
  if (process.platform !== "win32" && (stats.mode & 0o077) !== 0)
    throw usageError(
      `${file} holds tokens, and others may read it; run \`chmod 600 ${file}\`.`,
    );
  const content = parse(readFileSync(file, "utf8"));
  if (!isProfiles(content))
    throw usageError(
      `${file} is not a file of profiles; mend or remove it, and use \`ccsp profile add\`.`,
    );
  return content;
}

export function writeProfiles(configDir: string, profiles: Profiles): void {
  const file = profilesFile(configDir);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const text = `${JSON.stringify(profiles, null, 2)}\n`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
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
