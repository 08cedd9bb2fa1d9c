/**
 * The CLI's credential from a file, read anew before every run, so that a renewed one is used
 * without a restart. It wins over the environment.
 */
import { readFileSync } from "node:fs";
import * as z from "zod";
import type { Journal } from "../ports/journal.ts";

const credential = z.string().min(1);

const Credentials = z
  .strictObject({
    ANTHROPIC_API_KEY: credential.exactOptional(),
    CLAUDE_CODE_OAUTH_TOKEN: credential.exactOptional(),
  })
  .refine((given) => Object.keys(given).length === 1, {
    error:
      "must hold ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN, and only one",
  });

export type CredentialVariables = Readonly<Record<string, string>>;

/** Never throws: a file that cannot be used is told, without its content, and passed over. */
export function readCredentials(
  file: string,
  journal: Journal,
): CredentialVariables {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return {}; // the usual case: there is none
  }
  return toCredentials(text, file, journal);
}

/** @param place where the text is from, for whoever has to mend it */
export function toCredentials(
  text: string,
  place: string,
  journal: Journal,
): CredentialVariables {
  const parsed = Credentials.safeParse(parse(text));
  if (parsed.success) return { ...parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) =>
    [path.join("."), message].filter((each) => each !== "").join(": "),
  );
  journal.note({
    event: "credentials-unusable",
    level: "error",
    place,
    problems,
  });
  return {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the error would quote the secret
  }
}
