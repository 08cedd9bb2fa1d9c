/** Checks the bearer token of each request, from its header alone; no authorizer's word is taken. */
import type { MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Authenticate } from "../../app/authenticate.ts";
import {
  type Caller,
  hasScope,
  type Scope,
} from "../../domain/access-token.ts";
import { ProblemError } from "./problem.ts";

/** A symbol cannot come in with an event: nobody but this middleware says who calls. */
const CALLER = Symbol("caller");

type Event = APIGatewayProxyEventV2 & { [CALLER]?: Caller };

export const callerOf = (event: Event): Caller | undefined => event[CALLER];

/** For open routes that tell more to those who may see it. */
export const mayObserve = (caller: Caller): boolean =>
  hasScope(caller, "observe");

export const bearerAuth = (
  authenticate: Authenticate,
  scope: Scope | "any",
): MiddlewareObj<Event> => ({
  before: async ({ event }) => {
    const caller = await identify(authenticate, event);
    if (scope !== "any" && !hasScope(caller, scope))
      throw new ProblemError("forbidden", {
        detail: `This needs a token with the scope \`${scope}\`; ask an operator for one.`,
        field: "Authorization",
      });
    event[CALLER] = caller;
  },
});

/** @throws ProblemError `unauthorized` or `too-many-failures` */
export async function identify(
  authenticate: Authenticate,
  { headers, requestContext }: APIGatewayProxyEventV2,
): Promise<Caller> {
  // The address of whoever opened the connection to the gateway: no header changes it.
  const { sourceIp } = requestContext.http;
  const known = await authenticate(headers["authorization"], sourceIp);
  switch (known.kind) {
    case "caller":
      return known.caller;
    case "no-token":
      throw new ProblemError("unauthorized", {
        detail: "Send the header `Authorization: Bearer ccsp_<id>_<secret>`.",
        field: "Authorization",
      });
    case "refused":
      throw new ProblemError("unauthorized", {
        detail:
          "The token is malformed, unknown, expired or revoked; send `Authorization: Bearer ccsp_<id>_<secret>`, or ask an operator for another token.",
        field: "Authorization",
      });
    case "too-many-failures":
      throw new ProblemError("too-many-failures", {
        detail:
          "Your address has sent too many tokens that are not valid, so this one was not looked at. Stop sending those, and come again after the time in `Retry-After`.",
        field: "Authorization",
        retryAfterSeconds: Math.ceil(known.retryAfterMs / 1_000),
      });
  }
}
