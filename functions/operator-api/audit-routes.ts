/** Who did what, when and why, newest first. */
import * as z from "zod";
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import { Paging } from "../../shared/runtime/http/query.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { AuditPage } from "./audit-responses.ts";

const AuditQuery = z.strictObject(Paging);

/** Stands where the cursors of other lists have an agent: there is one trail for all. */
const TRAIL = "GET /audit";

export const auditRoutes = ({ trail }: OperatorApi): readonly Route[] => [
  route({
    method: "GET",
    path: "/audit",
    id: "listAudit",
    scope: "observe",
    summary: "Tell who did what, when and why.",
    query: AuditQuery,
    answers: { 200: { description: "A page.", body: AuditPage } },
    problems: ["invalid-cursor"],
    run: async ({ query: { cursor, limit } }) => {
      const { entries, last } = await trail.list({
        limit,
        ...(cursor !== undefined && { after: fromCursor(cursor, TRAIL) }),
      });
      return json(200, {
        items: entries.map(({ id: _, ...entry }) => entry),
        ...(last !== undefined && { cursor: toCursor(last, TRAIL) }),
      });
    },
  }),
];
