/** What the real API answers when it refuses, as far as it is documented. */
import { type Answer, refuses } from "../fakes/messages-api-answers.ts";

export const invalidKey = refuses(
  401,
  "authentication_error",
  "invalid x-api-key",
);
export const expiredToken = refuses(
  401,
  "authentication_error",
  "OAuth token has expired. Please obtain a new token or refresh your existing token.",
);
export const revokedToken = refuses(
  403,
  "permission_error",
  "OAuth token has been revoked. Please obtain a new token.",
);
export const forbidden = refuses(
  403,
  "permission_error",
  "Your API key does not have permission to use the specified resource.",
);
export const creditTooLow = refuses(
  400,
  "invalid_request_error",
  "Your credit balance is too low to access the Anthropic API.",
);
export const tooFast = refuses(
  429,
  "rate_limit_error",
  "This request would exceed your rate limit.",
);
export const promptTooLong = refuses(
  400,
  "invalid_request_error",
  "prompt is too long: 250000 tokens > 200000 maximum",
);
export const badRequest = refuses(
  400,
  "invalid_request_error",
  "messages: something is wrong with them",
);
export const unknownModel = refuses(
  404,
  "not_found_error",
  "model: claude-nobody-1",
);
export const overloaded = refuses(529, "overloaded_error", "Overloaded");
export const broken = refuses(500, "api_error", "Internal server error");

/** The account's five hours are used up until then. */
export const usedUp = (resetsAt: Date): Answer =>
  refuses(
    429,
    "rate_limit_error",
    "This request would exceed your account's rate limit.",
    usageHeaders("rejected", 1.02, resetsAt),
  );

/** The account's usage windows, as answers to a subscription tell them. */
export function usageHeaders(
  status: "allowed" | "allowed_warning" | "rejected",
  utilization: number,
  resetsAt: Date,
): Record<string, string> {
  const name = "anthropic-ratelimit-unified";
  const reset = `${Math.ceil(resetsAt.getTime() / 1000)}`;
  return {
    [`${name}-status`]: status,
    [`${name}-reset`]: reset,
    [`${name}-representative-claim`]: "five_hour",
    [`${name}-5h-status`]: status,
    [`${name}-5h-utilization`]: `${utilization}`,
    [`${name}-5h-reset`]: reset,
    [`${name}-5h-surpassed-threshold`]: "0.9",
    [`${name}-7d-status`]: "allowed",
    [`${name}-7d-utilization`]: "0.4",
    [`${name}-7d-reset`]: reset,
  };
}

/** A whole second that lies so far ahead: the API tells no smaller parts. */
export const secondsAhead = (seconds: number): Date =>
  new Date((Math.floor(Date.now() / 1000) + seconds) * 1000);
