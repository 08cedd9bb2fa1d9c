/** How GitHub refuses, or does not answer at all. */
import type { ServerResponse } from "node:http";

export interface Refusal {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a test has GitHub do with every request. */
export type Failure = Refusal | "down" | "slow";

const docs = { documentation_url: "https://docs.github.com/rest" };
const refuses = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal => ({ status, body: { message, ...docs }, headers });

export const BAD_TOKEN = refuses(401, "Bad credentials");
export const FORBIDDEN = refuses(
  403,
  "Resource not accessible by personal access token",
);
export const NO_SUCH_REPO = refuses(404, "Not Found");
export const NO_SUCH_ISSUE = refuses(404, "Not Found");
export const DELETED = refuses(410, "This issue was deleted");
export const NO_ISSUES = refuses(410, "Issues are disabled for this repo");
export const TOO_LONG: Refusal = {
  status: 422,
  body: {
    message: "Validation Failed",
    errors: [{ resource: "Issue", code: "custom", field: "body" }],
    ...docs,
  },
};
export const BAD_GATEWAY: Refusal = {
  status: 502,
  body: "<html>Bad Gateway</html>",
  headers: { "content-type": "text/html" },
};

/** Too much in too short a time. */
export const secondaryLimit = (retryAfterSeconds?: number): Refusal =>
  refuses(
    403,
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    retryAfterSeconds === undefined
      ? {}
      : { "retry-after": String(retryAfterSeconds) },
  );

/** The hour's requests are used up. */
export const primaryLimit = (resetsAt: Date): Refusal =>
  refuses(403, "API rate limit exceeded for user ID 1.", {
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String(resetsAt.getTime() / 1_000),
  });

export function answer(
  response: ServerResponse,
  { status, body, headers = {} }: Refusal,
): void {
  const isText = typeof body === "string";
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
