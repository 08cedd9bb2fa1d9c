/** What the token that is shown opens, and until when: whoever has one may ask. */
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { Whoami } from "./token-responses.ts";

export const whoamiRoutes = (): readonly Route[] => [
  route({
    method: "GET",
    path: "/whoami",
    id: "whoami",
    scope: "any",
    summary: "Tell what the token that is shown opens, and until when.",
    answers: { 200: { description: "The token.", body: Whoami } },
    run: (_request, { agent, scopes, tokenId, expiresAt }) =>
      json(200, { agent, scopes, tokenId, expiresAt }),
  }),
];
