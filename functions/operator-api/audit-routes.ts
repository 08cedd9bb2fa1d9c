/** Who did what, when and why, newest first. */
import * as z from "zod";
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { fromCursor, toCursor } from "../../shared/runtime/http/cursor.ts";
import type { Route } from "../../shared/runtime/http/http-function.ts";
import { Paging } from "../../shared/runtime/http/query.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { validate } from "../../shared/runtime/http/validate.ts";

const AuditQuery = z.strictObject(Paging);

/** Stands where the cursors of other lists have an agent: there is one trail for all. */
const TRAIL = "GET /audit";

export const auditRoutes = ({ trail }: OperatorApi): readonly Route[] => [
  {
    method: "GET",
    path: "/audit",
    scope: "observe",
    run: async ({ query }) => {
      const { cursor, limit } = validate(AuditQuery, query, "query");
      const { entries, last } = await trail.list({
        limit,
        ...(cursor !== undefined && { after: fromCursor(cursor, TRAIL) }),
      });
      return json(200, {
        items: entries.map(({ id: _, ...entry }) => entry),
        ...(last !== undefined && { cursor: toCursor(last, TRAIL) }),
      });
    },
  },
];
