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

export const callerOf = (
  event: APIGatewayProxyEventV2 & { [CALLER]?: Caller },
): Caller | undefined => event[CALLER];

/** For open routes that tell more to those who may see it. */
export const mayObserve = (caller: Caller): boolean =>
  hasScope(caller, "observe");

export function bearerAuth(
  authenticate: Authenticate,
  scope: Scope | "open",
): MiddlewareObj<APIGatewayProxyEventV2 & { [CALLER]?: Caller }> {
  return {
    before: async ({ event }) => {
      const { authorization } = event.headers;
      if (authorization === undefined && scope === "open") return;
      const caller = await authenticate(authorization);
      if (!caller)
        throw new ProblemError("unauthorized", {
          detail:
            authorization === undefined
              ? "Send the header `Authorization: Bearer ccsp_<id>_<secret>`."
              : "The token is malformed, unknown, expired or revoked; ask an operator for another.",
          field: "Authorization",
        });
      if (scope !== "open" && !hasScope(caller, scope))
        throw new ProblemError("forbidden", {
          detail: `This needs a token with the scope \`${scope}\`.`,
          field: "Authorization",
        });
      event[CALLER] = caller;
    },
  };
}
