/** The review of a week or a month. */
import * as z from "zod";
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { REVIEW_PERIODS } from "../../shared/runtime/http/vocabulary.ts";
import { Report } from "./report-responses.ts";

const ReportQuery = z.strictObject({
  period: z.enum(REVIEW_PERIODS).default("week").meta({
    description: "The last seven days, or the last thirty.",
  }),
  compare: z.stringbool({ truthy: ["true"], falsy: ["false"] }).default(false),
});

export const reportRoutes = ({ statistics }: OperatorApi): readonly Route[] => [
  route({
    method: "GET",
    path: "/stats/report",
    id: "getReport",
    scope: "observe",
    summary: "Tell whether objectives were kept, and what changed.",
    query: ReportQuery,
    answers: { 200: { description: "The report.", body: Report } },
    run: async ({ query }) => json(200, await statistics.report(query)),
  }),
];
