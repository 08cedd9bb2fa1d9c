/** Who did what, when and why, newest first. */
import * as z from "zod";
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import { Time } from "../../shared/runtime/http/order.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { Paging } from "../../shared/runtime/http/query.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { AUDIT_ACTIONS } from "../../shared/runtime/http/vocabulary.ts";
import { AuditPage } from "./audit-responses.ts";

const AuditQuery = z.strictObject({
  from: Time.exactOptional().meta({
    description: "Only what was done then or later.",
  }),
  to: Time.exactOptional().meta({ description: "Only what was done before." }),
  actor: z.string().min(1).max(256).exactOptional().meta({
    description: "Only what this one did; `ccsp`: the service itself.",
  }),
  action: z.enum(AUDIT_ACTIONS).exactOptional(),
  ...Paging,
});

type Range = Pick<z.output<typeof AuditQuery>, "from" | "to">;

/** @throws ProblemError */
function checkOrder({ from, to }: Range): void {
  if (!from || !to || from < to) return;
  const problem = { field: "from", message: "must be before to" };
  throw new ProblemError("invalid-request", {
    detail: `${problem.field} ${problem.message}.`,
    field: problem.field,
    errors: [problem],
  });
}

/** Stands where the cursors of other lists have an agent: there is one trail for all. */
const TRAIL = "GET /audit";

export const auditRoutes = ({ trail }: OperatorApi): readonly Route[] => [
  route({
    method: "GET",
    path: "/audit",
    id: "listAudit",
    scope: "observe",
    summary:
      "Tell who did what, when and why: all of it, or of a time, of one actor, of one action.",
    query: AuditQuery,
    answers: {
      200: {
        description:
          "A page. A filter that lets few through may leave it empty though there is a `cursor`: then more is to come.",
        body: AuditPage,
      },
    },
    problems: ["invalid-cursor"],
    run: async ({ query: { cursor, limit, ...filter } }) => {
      checkOrder(filter);
      const { entries, last } = await trail.list({
        limit,
        ...filter,
        ...(cursor !== undefined && { after: fromCursor(cursor, TRAIL) }),
      });
      return json(200, {
        items: entries.map(({ id: _, ...entry }) => entry),
        ...(last !== undefined && { cursor: toCursor(last, TRAIL) }),
      });
    },
  }),
];
