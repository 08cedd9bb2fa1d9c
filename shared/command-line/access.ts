/**
 * Where the service is and what opens it. In this order: flags, `CCSP_URL` and `CCSP_TOKEN`, the
 * profile in use, the local stack. A token from a profile or of the local stack goes to no other
 * URL than the one it was kept with.
 */
import { CommandError, usageError } from "./command-error.ts";
import type { Environment } from "./environment.ts";
import { localFiles, readLocalStack } from "./local-stack.ts";
import { type Profile, profilesFile, readProfiles } from "./profiles.ts";

/** Whose token of the local stack a command takes: `tasks` is an agent's, `operate` an operator's. */
export type Role = "agent" | "operator";

export interface Access {
  readonly baseUrl: string;
  readonly token: string;
  readonly source: string;
}

export interface AccessFlags {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly profile?: string | undefined;
}

export interface AccessSearch {
  readonly flags: AccessFlags;
  readonly environment: Environment;
  /** From which the local stack is looked for, upwards. */
  readonly directory: string;
  readonly role: Role;
}

/** @throws CommandError that says what was looked for, and what to do */
export function findAccess(search: AccessSearch): Access {
  const { flags, environment } = search;
  if (flags.profile !== undefined)
    return withFlags(namedProfile(search), flags);
  const url = flags.url ?? environment.url;
  const token = flags.token ?? environment.token;
  if (url !== undefined) {
    if (token === undefined) throw tokenMissing(url, flags);
    return { baseUrl: url, token, source: sourceOf(flags) };
  }
  const kept = currentProfile(search) ?? localAccess(search);
  if (!kept) throw nothingFound(search);
  return token === undefined
    ? kept
    : {
        ...kept,
        token,
        source: `${kept.source}, with the token of ${flags.token === undefined ? "CCSP_TOKEN" : "--token"}`,
      };
}

const sourceOf = ({ url, token }: AccessFlags): string =>
  `${url === undefined ? "CCSP_URL" : "--url"} and ${token === undefined ? "CCSP_TOKEN" : "--token"}`;

/** Its own token never goes to a URL that was typed. */
function withFlags(access: Access, { url, token }: AccessFlags): Access {
  if (url !== undefined)
    throw usageError("Give either --url or --profile, not both.");
  return token === undefined ? access : { ...access, token };
}

function namedProfile({ flags, environment }: AccessSearch): Access {
  const { profiles } = readProfiles(environment.configDir);
  const name = flags.profile ?? "";
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile) return toAccess(name, profile);
  const known = Object.keys(profiles);
  throw new CommandError(
    "notFound",
    `There is no profile \`${name}\`; ${known.length === 0 ? "there are none yet: add one with `ccsp profile add`" : `there are ${known.join(", ")}`}.`,
  );
}

function currentProfile({ environment }: AccessSearch): Access | undefined {
  const { current, profiles } = readProfiles(environment.configDir);
  const profile = current === undefined ? undefined : profiles[current];
  return current !== undefined && profile
    ? toAccess(current, profile)
    : undefined;
}

const toAccess = (name: string, { url, token }: Profile): Access => ({
  baseUrl: url,
  token,
  source: `the profile ${name}`,
});

function localAccess(search: AccessSearch): Access | undefined {
  const local = readLocalStack(filesOf(search));
  if (!local) return undefined;
  const { url, file, agentToken, operatorToken } = local;
  const token = search.role === "agent" ? agentToken : operatorToken;
  return { baseUrl: url, token, source: file };
}

const filesOf = ({ directory, environment }: AccessSearch): readonly string[] =>
  localFiles(directory, environment.stateDir);

const tokenMissing = (url: string, flags: AccessFlags): CommandError =>
  usageError(
    `There is no token for ${url} (from ${flags.url === undefined ? "CCSP_URL" : "--url"}); set CCSP_TOKEN, or give \`--token -\` and the token on standard input.`,
  );

function nothingFound(search: AccessSearch): CommandError {
  const [first = "", ...parents] = filesOf(search);
  return usageError(
    [
      "No service is known. Looked for:",
      "  --url and --token: not given",
      "  CCSP_URL and CCSP_TOKEN: CCSP_URL is not set",
      `  a profile in use: none in ${profilesFile(search.environment.configDir)}`,
      `  a local stack: no ${first}${parents.length > 0 ? ", nor in a parent directory" : ""}`,
      "Start a local one with `npm start`, set CCSP_URL and CCSP_TOKEN, or keep a connection with `ccsp profile add`.",
    ].join("\n"),
  );
}
