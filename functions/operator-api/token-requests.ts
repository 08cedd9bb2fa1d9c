/** What token administration is sent, as schemas. */
import * as z from "zod";
import { Time } from "../../shared/runtime/http/order.ts";
import { Paging } from "../../shared/runtime/http/query.ts";
import {
  agentNameProblem,
  DEFAULT_OVERLAP_MS,
  MAX_OVERLAP_MS,
  SCOPES,
} from "../../shared/runtime/http/vocabulary.ts";

const Agent = z
  .string()
  .meta({ examples: ["reviewer"] })
  .superRefine((name, { addIssue }) => {
    const message = agentNameProblem(name);
    if (message !== undefined) addIssue({ code: "custom", message });
  });

const SET = `must hold at least one of ${SCOPES.join(", ")}, and none twice`;

export const TokenBody = z
  .strictObject({
    agent: Agent,
    scopes: z
      .array(z.enum(SCOPES))
      .refine(({ length }) => length > 0, SET)
      .refine((scopes) => new Set(scopes).size === scopes.length, SET),
    expiresAt: Time.exactOptional(),
  })
  .meta({
    id: "TokenRequest",
    description: "For whom, for what and until when (90 days).",
    examples: [{ agent: "reviewer", scopes: ["tasks"] }],
  });

export const RotateBody = z
  .strictObject({
    overlapMs: z.int().min(0).max(MAX_OVERLAP_MS).default(DEFAULT_OVERLAP_MS),
    expiresAt: Time.exactOptional(),
  })
  .meta({
    id: "RotateRequest",
    description: "How long both open, and until when the new one does.",
    examples: [{ overlapMs: 3_600_000 }],
  });

export const TokenParams = {
  id: z.string().meta({ description: "The token's id.", examples: ["k3m9"] }),
};

export const TokenQuery = z.strictObject(Paging);
