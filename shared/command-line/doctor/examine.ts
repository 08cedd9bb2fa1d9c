/** All checks, in the order in which one would look: what fails first is mostly the cause of the rest. */
import { InvalidOptionsError } from "../../client/errors.ts";
import { CommandError } from "../command-error.ts";
import type { Access } from "../access.ts";
import type { Health } from "../answers.ts";
import { isObject } from "../../client/is-object.ts";
import type { Deps } from "../deps.ts";
import {
  checkLocalFile,
  checkNode,
  checkSettings,
  type SettingsFound,
} from "./check-client.ts";
import {
  checkClock,
  checkReachability,
  checkVersion,
  type Probe,
} from "./check-service.ts";
import { checkToken } from "./check-token.ts";
import {
  checkDeadLetters,
  checkDependencies,
  checkExecutors,
  checkGates,
  checkSession,
} from "./check-work.ts";
import type { Finding } from "./finding.ts";
import { lookAtLocalFile } from "./local-file.ts";
import { probe } from "./probe.ts";

/** @param ownVersion of this program */
export async function examine(
  deps: Deps,
  ownVersion: string,
): Promise<readonly Finding[]> {
  const access = await accessOrProblem(deps);
  const local = await lookAtLocalFile(deps);
  const here = [
    checkNode(process.version),
    checkSettings(settingsFound(access, deps)),
    ...checkLocalFile(local),
  ];
  if ("problem" in access) return here;
  return [...here, ...(await examineService(deps, access, ownVersion))];
}

/** @throws what is no fault of the settings */
async function accessOrProblem(
  deps: Deps,
): Promise<Access | { readonly problem: string }> {
  try {
    const access = await deps.access("operator");
    // Also checks that both can be what they should be, and completes the URL.
    const { baseUrl } = await deps.connect({ as: "operator" });
    return { ...access, baseUrl };
  } catch (error) {
    if (error instanceof CommandError || error instanceof InvalidOptionsError)
      return { problem: error.message };
    throw error;
  }
}

const settingsFound = (
  used: SettingsFound["used"],
  { environment }: Pick<Deps, "environment">,
): SettingsFound => ({
  used,
  others: Object.entries({
    CCSP_URL: environment.url,
    CCSP_TOKEN: environment.token,
  })
    .filter(([name, value]) => value !== undefined && !isFrom(used, name))
    .map(([name]) => name),
});

const isFrom = (used: SettingsFound["used"], name: string): boolean =>
  "source" in used && used.source.includes(name);

async function examineService(
  { signal }: Pick<Deps, "signal">,
  access: Access,
  ownVersion: string,
): Promise<readonly Finding[]> {
  const { baseUrl } = access;
  const open = await probe({ baseUrl }, "/health", signal);
  const [whoami, health, status, document] =
    "lost" in open
      ? []
      : await Promise.all([
          probe(access, "/whoami", signal),
          probe(access, "/health", signal),
          probe(access, "/queue/status", signal),
          probe({ baseUrl }, "/openapi.json", signal),
        ]);
  return [
    ...checkReachability(baseUrl, open),
    ...("lost" in open ? [] : checkClock(open)),
    checkVersion(ownVersion, versionIn(document)),
    ...(whoami ? checkToken(whoami, new Date()) : []),
    ...checkWork(dependenciesIn(health)),
    ...[answerIn(status)?.["deadLetters"]]
      .filter((count) => typeof count === "number")
      .map(checkDeadLetters),
  ];
}

const checkWork = (dependencies: Health["dependencies"]): readonly Finding[] =>
  dependencies
    ? [
        ...checkDependencies(dependencies),
        ...checkExecutors(dependencies.executors),
        ...checkGates(dependencies.gates),
        ...checkSession(dependencies.session),
      ]
    : [];

/** What was answered, unless it is a refusal. */
const answerIn = (answer: Probe | undefined) =>
  answer && "body" in answer && isObject(answer.body) && !answer.body["code"]
    ? answer.body
    : undefined;

/** Taken on trust, as the commands do. */
const dependenciesIn = (answer: Probe | undefined) =>
  answerIn(answer)?.["dependencies"] as Health["dependencies"];

function versionIn(document: Probe | undefined): string | undefined {
  const info = answerIn(document)?.["info"];
  return isObject(info) && typeof info["version"] === "string"
    ? info["version"]
    : undefined;
}
