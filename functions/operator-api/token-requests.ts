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

const Agent = z.string().superRefine((name, { addIssue }) => {
  const message = agentNameProblem(name);
  if (message !== undefined) addIssue({ code: "custom", message });
});

const SET = `must hold at least one of ${SCOPES.join(", ")}, and none twice`;

export const TokenBody = z.strictObject({
  agent: Agent,
  scopes: z
    .array(z.enum(SCOPES))
    .refine(({ length }) => length > 0, SET)
    .refine((scopes) => new Set(scopes).size === scopes.length, SET),
  expiresAt: Time.exactOptional(),
});

export const RotateBody = z.strictObject({
  overlapMs: z.int().min(0).max(MAX_OVERLAP_MS).default(DEFAULT_OVERLAP_MS),
  expiresAt: Time.exactOptional(),
});

export const TokenParams = {
  id: z.string().meta({ description: "The token's id.", examples: ["k3m9"] }),
};

export const TokenQuery = z.strictObject(Paging);
