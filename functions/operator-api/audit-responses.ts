/** The audit trail as it is told. */
import * as z from "zod";
import { pageOf } from "../../shared/runtime/http/page-schema.ts";
import { JsonObjectSchema } from "../../shared/runtime/http/task-schema.ts";
import { AUDIT_ACTIONS } from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";

const AuditEntry = z
  .strictObject({
    at: WireTime,
    action: z.enum(AUDIT_ACTIONS),
    actor: z.string().meta({
      description: "The agent of the token; `ccsp`: the service itself.",
    }),
    reason: z.string().optional(),
    detail: JsonObjectSchema.optional(),
  })
  .meta({
    id: "AuditEntry",
    description: "Who did what, when and why.",
    examples: [
      {
        at: "2030-01-31T12:00:00.000Z",
        action: "pause",
        actor: "operator",
        reason: "new credentials",
      },
    ],
  });

export const AuditPage = pageOf(AuditEntry).meta({
  id: "AuditPage",
  description: "The newest first.",
});
