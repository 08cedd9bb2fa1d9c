/** What is told of tokens: the secret only once, when it is made. */
import * as z from "zod";
import { pageOf } from "../../shared/runtime/http/page-schema.ts";
import { Changed } from "../../shared/runtime/http/gate-schema.ts";
import { SCOPES } from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";

const Scopes = z.array(
  z.enum(SCOPES).meta({
    id: "Scope",
    description: "What a token opens; `operate` opens what `observe` does.",
  }),
);

const Id = z.string().meta({ examples: ["k3m9"] });

export const NewToken = z
  .strictObject({
    id: Id,
    token: z.string().meta({ description: "Whole; it is never told again." }),
    agent: z.string(),
    scopes: Scopes,
    expiresAt: WireTime,
    createdAt: WireTime.optional(),
  })
  .meta({
    id: "NewToken",
    description: "A token that was made.",
    examples: [
      {
        id: "k3m9",
        token: "ccsp_k3m9_EXAMPLE",
        agent: "reviewer",
        scopes: ["tasks"],
        expiresAt: "2030-04-30T12:00:00.000Z",
        createdAt: "2030-01-31T12:00:00.000Z",
      },
    ],
  });

export const RotatedToken = NewToken.extend({
  replaces: z
    .strictObject({ id: Id, expiresAt: WireTime })
    .meta({ description: "The old one, which ends then." }),
}).meta({
  id: "RotatedToken",
  description: "A token that takes another's place.",
  examples: [],
});

const Token = z
  .strictObject({
    id: Id,
    agent: z.string(),
    scopes: Scopes,
    createdAt: WireTime.optional(),
    expiresAt: WireTime,
    revokedAt: WireTime.optional(),
  })
  .meta({ id: "Token", description: "A token, without its secret." });

export const TokenPage = pageOf(Token).meta({
  id: "TokenPage",
  description: "Those that can still be told of.",
});

export const RevokedToken = z
  .strictObject({ id: Id, revoked: z.literal(true), changed: Changed })
  .meta({
    id: "RevokedToken",
    description: "It opens nothing any more, within 60 s.",
    examples: [{ id: "k3m9", revoked: true, changed: true }],
  });

export const Whoami = z
  .strictObject({
    agent: z.string(),
    scopes: Scopes,
    tokenId: Id,
    expiresAt: WireTime,
  })
  .meta({
    id: "Whoami",
    description: "What the token that was shown opens, and until when.",
    examples: [
      {
        agent: "reviewer",
        scopes: ["tasks"],
        tokenId: "k3m9",
        expiresAt: "2030-04-30T12:00:00.000Z",
      },
    ],
  });
