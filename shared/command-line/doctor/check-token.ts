/** Whether the token opens anything, what, and until when. Never says the secret. */
import type { Whoami } from "../answers.ts";
import { formatDuration } from "../duration.ts";
import { isObject } from "../../client/is-object.ts";
import type { Probe } from "./check-service.ts";
import { fail, type Finding, ok, warn } from "./finding.ts";

const DAY_MS = 86_400_000;
const SOON_MS = 7 * DAY_MS;

export function checkToken(whoami: Probe, now: Date): readonly Finding[] {
  if ("lost" in whoami) return [];
  const { status, body } = whoami;
  if (status === 200 && isWhoami(body)) return checkHolder(body, now);
  const why = isObject(body) ? body["detail"] : undefined;
  const found = typeof why === "string" ? why : `it was answered ${status}`;
  if (status === 401)
    return [
      fail(
        "token",
        found,
        "Ask an operator for another (`ccsp token create`), and set CCSP_TOKEN or the profile.",
      ),
    ];
  const remedy =
    status === 404
      ? "The service is older than this program; use the program of its version."
      : "Try again in a minute.";
  return [warn("token", found, remedy)];
}

function checkHolder(
  { agent, scopes, tokenId, expiresAt }: Whoami,
  now: Date,
): readonly Finding[] {
  const leftMs = Date.parse(expiresAt) - now.getTime();
  const found = `${tokenId} of ${agent}, scopes ${scopes.join(" ")}, ends in ${formatDuration(leftMs)}`;
  return [
    leftMs < SOON_MS
      ? warn(
          "token",
          found,
          `\`ccsp token rotate ${tokenId}\` makes the next one.`,
        )
      : ok("token", found),
    ...(mayObserve(scopes)
      ? []
      : [
          warn(
            "scopes",
            "the token may not look at the service",
            "Run it with a token with the scope `observe` to have the rest checked.",
          ),
        ]),
  ];
}

const mayObserve = (scopes: readonly string[]): boolean =>
  scopes.includes("observe") || scopes.includes("operate");

const isWhoami = (body: unknown): body is Whoami =>
  isObject(body) &&
  typeof body["agent"] === "string" &&
  typeof body["tokenId"] === "string" &&
  typeof body["expiresAt"] === "string" &&
  Array.isArray(body["scopes"]);
