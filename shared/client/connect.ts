/** From the constructor's options to what every request needs. */
import { CHECKS, checkOptions, refuse } from "./check-options.ts";
import type { Connection } from "./exchange.ts";
import type { ClientOptions } from "./options.ts";
import type { FieldProblem } from "./types.ts";

const BASE_PATH = "/api/ccsp";
const TOKEN = /^ccsp_[a-z0-9]+_[A-Za-z0-9]+$/;
/** A service on one machine is back in a minute. */
const RETRY_FOR_MS = 120_000;

/** @throws InvalidOptionsError */
export function connect(options: ClientOptions): Connection {
  checkOptions(options, CHECKS.CLIENT);
  const { baseUrl, token, retryForMs = RETRY_FOR_MS } = options;
  refuse([
    ...problem("baseUrl", problemOfUrl(baseUrl)),
    ...problem("token", problemOfToken(token)),
    ...problem(
      "retryForMs",
      retryForMs >= 0 ? undefined : "must be 0 or more milliseconds",
    ),
  ]);
  // The global one is looked up at each call: whoever replaces it later is heard.
  const fetch = options.fetch ?? ((...call) => globalThis.fetch(...call));
  return { baseUrl: normal(baseUrl), token, fetch, retryForMs };
}

const problem = (
  field: string,
  message: string | undefined,
): readonly FieldProblem[] =>
  message === undefined ? [] : [{ field, message }];

/** JavaScript may leave out what the types demand. */
function problemOfUrl(baseUrl: string | undefined): string | undefined {
  const example = "for example https://ccsp.example/api/ccsp";
  if (!baseUrl) return `is missing; say where the service is, ${example}`;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return `must be an http or https URL, ${example}`;
  if (url.username || url.password || url.search || url.hash)
    return `must hold no user, query or fragment, ${example}`;
  return undefined;
}

/** Never repeats it: it may be right but for one character. */
function problemOfToken(token: string | undefined): string | undefined {
  if (!token) return "is missing; ask an operator for one (ccsp_<id>_<secret>)";
  return TOKEN.test(token)
    ? undefined
    : "is not a token of this service: it looks like ccsp_<id>_<secret>";
}

function normal(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/+$/, "");
  return origin + (path || BASE_PATH);
}
