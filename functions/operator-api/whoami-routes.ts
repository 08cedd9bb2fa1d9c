/** What the token that is shown opens, and until when: whoever has one may ask. */
import type { Route } from "../../shared/runtime/http/http-function.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { NoQuery } from "../../shared/runtime/http/query.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { validate } from "../../shared/runtime/http/validate.ts";

export const whoamiRoutes = (): readonly Route[] => [
  {
    method: "GET",
    path: "/whoami",
    scope: "open", // any scope will do
    run: async ({ query }, whoCalls) => {
      const caller = await whoCalls();
      if (!caller)
        throw new ProblemError("unauthorized", {
          detail: "Send the header `Authorization: Bearer ccsp_<id>_<secret>`.",
          field: "Authorization",
        });
      validate(NoQuery, query, "query");
      const { agent, scopes, tokenId, expiresAt } = caller;
      return json(200, { agent, scopes, tokenId, expiresAt });
    },
  },
];
