/** Token administration: whom operators give access, and from whom they take it. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { isTokenId } from "../../shared/runtime/http/vocabulary.ts";
import {
  RotateBody,
  TokenBody,
  TokenParams,
  TokenQuery,
} from "./token-requests.ts";
import {
  NewToken,
  RevokedToken,
  RotatedToken,
  TokenPage,
} from "./token-responses.ts";

/** Stands where the cursors of other lists have an agent: there is one list for all. */
const LIST = "GET /tokens";

export const tokenRoutes = ({
  tokens,
  http,
}: OperatorApi): readonly Route[] => [
  route({
    method: "POST",
    path: "/tokens",
    id: "createToken",
    scope: "operate",
    summary: "Make a token. Its secret is told once, in this answer.",
    body: TokenBody,
    answers: { 201: { description: "The token.", body: NewToken } },
    run: async ({ body }, { agent: actor }) => {
      const created = await tokens.create({ actor, ...body });
      if (created.kind === "bad-time") throw badExpiry(created.problem);
      const { id, agent, scopes, expiresAt, createdAt } = created.token;
      http.journal.note({ event: "token-created", actor, id, agent, scopes });
      const token = created.text;
      return json(201, { id, token, agent, scopes, expiresAt, createdAt });
    },
  }),
  route({
    method: "POST",
    path: "/tokens/{id}/rotate",
    id: "rotateToken",
    scope: "operate",
    summary: "Make a token in the place of another; for a while both open.",
    params: TokenParams,
    body: RotateBody,
    answers: { 201: { description: "The new token.", body: RotatedToken } },
    problems: ["token-not-found"],
    run: async ({ body, params }, { agent: actor }) => {
      const { id: oldId } = params;
      const rotated = await tokens.rotate({ id: oldId, actor, ...body });
      if (!rotated) throw noSuchToken(oldId, "has expired or was revoked");
      if (rotated.kind === "bad-time") throw badExpiry(rotated.problem);
      const { id, agent, scopes, expiresAt, createdAt } = rotated.token;
      const { text: token, replaces } = rotated;
      const rest = { agent, scopes, replaces };
      http.journal.note({ event: "token-rotated", actor, id, ...rest });
      return json(201, { id, token, ...rest, expiresAt, createdAt });
    },
  }),
  route({
    method: "GET",
    path: "/tokens",
    id: "listTokens",
    scope: "observe",
    summary: "List the tokens, without their secrets.",
    query: TokenQuery,
    answers: { 200: { description: "A page.", body: TokenPage } },
    problems: ["invalid-cursor"],
    run: async ({ query: { cursor, limit } }) => {
      const { items, last } = await tokens.list({
        limit,
        ...(cursor !== undefined && { after: fromCursor(cursor, LIST) }),
      });
      return json(200, {
        items: items.map(toTokenView),
        ...(last !== undefined && { cursor: toCursor(last, LIST) }),
      });
    },
  }),
  route({
    method: "DELETE",
    path: "/tokens/{id}",
    id: "revokeToken",
    scope: "operate",
    summary: "Revoke a token: within 60 s it opens nothing.",
    params: TokenParams,
    answers: { 200: { description: "It is revoked.", body: RevokedToken } },
    problems: ["token-not-found"],
    run: async ({ params: { id } }, { agent: actor }) => {
      const revoked = await tokens.revoke({ id, actor });
      if (!revoked) throw noSuchToken(id);
      const { changed } = revoked;
      http.journal.note({ event: "token-revoked", actor, id, changed });
      return json(200, { id, revoked: true, changed });
    },
  }),
];

type Token = Awaited<
  ReturnType<OperatorApi["tokens"]["list"]>
>["items"][number];

/** By name, so that nothing that is stored besides is told: least of all the hash. */
const toTokenView = ({
  id,
  agent,
  scopes,
  createdAt,
  expiresAt,
  revokedAt,
}: Token) => ({ id, agent, scopes, createdAt, expiresAt, revokedAt });

const badExpiry = (message: string): ProblemError =>
  new ProblemError("invalid-request", {
    detail: `expiresAt ${message}.`,
    field: "expiresAt",
    errors: [{ field: "expiresAt", message }],
  });

/** Repeats only what looks like an id: somebody may have sent a whole token. */
const noSuchToken = (id: string, or = "has expired"): ProblemError =>
  new ProblemError("token-not-found", {
    detail: isTokenId(id)
      ? `There is no token ${id}, or it ${or}.`
      : "That is no token's id; send the part between `ccsp_` and the secret.",
    field: "id",
  });
