/** Orders that stop the service at once and let it go on, and what the last stop found. */
import type { composeEmergencyStop } from "../../shared/runtime/compose/emergency-stop.ts";
import { Order } from "../../shared/runtime/http/order.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { AnyQuery } from "../../shared/runtime/http/query.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { StopAnswer, StopReport } from "./responses.ts";

type Api = ReturnType<typeof composeEmergencyStop>;
type Report = NonNullable<Awaited<ReturnType<Api["report"]>>["value"]>;

export const stopRoutes = ({ stop, report, http }: Api): readonly Route[] => [
  route({
    method: "POST",
    path: "/control/emergency-stop",
    id: "stopService",
    scope: "operate",
    summary: "End what runs, queue it again, and refuse new tasks.",
    query: AnyQuery,
    body: Order,
    answers: { 200: { description: "It is stopped.", body: StopAnswer } },
    run: async ({ body: { reason } }, { agent: actor }) => {
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
  }),
  route({
    method: "POST",
    path: "/control/clear",
    id: "clearStop",
    scope: "operate",
    summary: "Let the service go on after an emergency stop.",
    query: AnyQuery,
    body: Order,
    answers: { 200: { description: "It goes on.", body: StopAnswer } },
    run: async ({ body: { reason } }, { agent: actor }) => {
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
  }),
  route({
    method: "GET",
    path: "/control/stop-report",
    id: "getStopReport",
    scope: "observe",
    summary: "Tell what the last emergency stop found.",
    answers: { 200: { description: "The report.", body: StopReport } },
    problems: ["no-stop-report"],
    run: async () => {
      const { value } = await report();
      if (value) return json(200, toReportView(value));
      throw new ProblemError("no-stop-report", {
        detail:
          "No emergency stop has been raised; there is nothing to report.",
      });
    },
  }),
];

/** `issueUrl` and `toldAt` once people were told; `problem` says why they were not yet. */
const toReportView = ({ notice, ...report }: Report) => {
  const { heldUntil: _, ...told } = notice;
  return { ...report, ...told };
};
