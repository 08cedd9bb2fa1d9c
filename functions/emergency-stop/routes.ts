/** Orders that stop the service at once and let it go on, and what the last stop found. */
import type { composeEmergencyStop } from "../../shared/runtime/compose/emergency-stop.ts";
import type { Route } from "../../shared/runtime/http/http-function.ts";
import { Order } from "../../shared/runtime/http/order.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { NoQuery } from "../../shared/runtime/http/query.ts";
import { readBody } from "../../shared/runtime/http/read-body.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { validate } from "../../shared/runtime/http/validate.ts";

type Api = ReturnType<typeof composeEmergencyStop>;
type Report = NonNullable<Awaited<ReturnType<Api["report"]>>["value"]>;

export const stopRoutes = ({ stop, report, http }: Api): readonly Route[] => [
  {
    method: "POST",
    path: "/control/emergency-stop",
    scope: "operate",
    run: async ({ event }, { agent: actor }) => {
      const { reason } = readBody(event, Order);
      const { changed } = await stop.raise({ actor, reason });
      http.journal.note({
        event: "emergency-stop",
        level: "error",
        actor,
        reason,
        changed,
      });
      return json(200, { emergency: { closed: true }, changed });
    },
  },
  {
    method: "POST",
    path: "/control/clear",
    scope: "operate",
    run: async ({ event }, { agent: actor }) => {
      const { reason } = readBody(event, Order);
      const { changed } = await stop.clear({ actor, reason });
      http.journal.note({
        event: "emergency-clear",
        level: "warn",
        actor,
        reason,
        changed,
      });
      return json(200, { emergency: { closed: false }, changed });
    },
  },
  {
    method: "GET",
    path: "/control/stop-report",
    scope: "observe",
    run: async ({ query }) => {
      validate(NoQuery, query, "query");
      const { value } = await report();
      if (value) return json(200, toReportView(value));
      throw new ProblemError("no-stop-report", {
        detail:
          "No emergency stop has been raised; there is nothing to report.",
      });
    },
  },
];

/** `issueUrl` and `toldAt` once people were told; `problem` says why they were not yet. */
const toReportView = ({ notice, ...report }: Report): object => {
  const { heldUntil: _, ...told } = notice;
  return { ...report, ...told };
};
