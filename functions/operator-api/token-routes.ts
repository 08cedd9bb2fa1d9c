/** Token administration: whom operators give access, and from whom they take it. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import type { Route } from "../../shared/runtime/http/http-function.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { NoQuery } from "../../shared/runtime/http/query.ts";
import { readBody } from "../../shared/runtime/http/read-body.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { validate } from "../../shared/runtime/http/validate.ts";
import { isTokenId } from "../../shared/runtime/http/vocabulary.ts";
import { RotateBody, TokenBody, TokenQuery } from "./token-requests.ts";

/** Stands where the cursors of other lists have an agent: there is one list for all. */
const LIST = "GET /tokens";

export const tokenRoutes = ({
  tokens,
  http,
}: OperatorApi): readonly Route[] => [
  {
    method: "POST",
    path: "/tokens",
    scope: "operate",
    run: async ({ event, query }, { agent: actor }) => {
      validate(NoQuery, query, "query");
      const body = readBody(event, TokenBody);
      const created = await tokens.create({ actor, ...body });
      if (created.kind === "bad-time") throw badExpiry(created.problem);
      const { id, agent, scopes, expiresAt, createdAt } = created.token;
      http.journal.note({ event: "token-created", actor, id, agent, scopes });
      const token = created.text;
      return json(201, { id, token, agent, scopes, expiresAt, createdAt });
    },
  },
  {
    method: "POST",
    path: "/tokens/{id}/rotate",
    scope: "operate",
    run: async ({ event, params, query }, { agent: actor }) => {
      validate(NoQuery, query, "query");
      const body = readBody(event, RotateBody);
      const { id: oldId = "" } = params;
      const rotated = await tokens.rotate({ id: oldId, actor, ...body });
      if (!rotated) throw noSuchToken(oldId, "has expired or was revoked");
      if (rotated.kind === "bad-time") throw badExpiry(rotated.problem);
      const { id, agent, scopes, expiresAt, createdAt } = rotated.token;
      const { text: token, replaces } = rotated;
      const rest = { agent, scopes, replaces };
      http.journal.note({ event: "token-rotated", actor, id, ...rest });
      return json(201, { id, token, ...rest, expiresAt, createdAt });
    },
  },
  {
    method: "GET",
    path: "/tokens",
    scope: "observe",
    run: async ({ query }) => {
      const { cursor, limit } = validate(TokenQuery, query, "query");
      const { items, last } = await tokens.list({
        limit,
        ...(cursor !== undefined && { after: fromCursor(cursor, LIST) }),
      });
      return json(200, {
        items: items.map(toTokenView),
        ...(last !== undefined && { cursor: toCursor(last, LIST) }),
      });
    },
  },
  {
    method: "DELETE",
    path: "/tokens/{id}",
    scope: "operate",
    run: async ({ params, query }, { agent: actor }) => {
      validate(NoQuery, query, "query");
      const { id = "" } = params;
      const revoked = await tokens.revoke({ id, actor });
      if (!revoked) throw noSuchToken(id);
      const { changed } = revoked;
      http.journal.note({ event: "token-revoked", actor, id, changed });
      return json(200, { id, revoked: true, changed });
    },
  },
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
}: Token): object => ({ id, agent, scopes, createdAt, expiresAt, revokedAt });

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
