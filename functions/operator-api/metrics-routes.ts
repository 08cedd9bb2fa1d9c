/** The numbers as Prometheus scrapes them. */
import * as z from "zod";
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { AnyQuery } from "../../shared/runtime/http/query.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";

const PrometheusText = z.string().meta({
  id: "PrometheusText",
  description: "Prometheus' text format, version 0.0.4.",
  examples: [
    '# HELP ccsp_queue_size Tasks that wait for a place or a gate.\n# TYPE ccsp_queue_size gauge\nccsp_queue_size{priority="normal"} 3\n',
  ],
});

export const metricsRoutes = ({
  prometheus,
}: OperatorApi): readonly Route[] => [
  route({
    method: "GET",
    path: "/metrics",
    id: "getMetrics",
    scope: "observe",
    summary: "Tell the numbers in Prometheus' text format, to be scraped.",
    // Scrapers add parameters of their own.
    query: AnyQuery,
    answers: {
      200: {
        description: "The metrics; docs/metrics.md lists them.",
        mediaType: "text/plain",
        body: PrometheusText,
      },
    },
    run: async () => {
      const { text, mediaType } = await prometheus();
      return json(200, text, { "content-type": mediaType });
    },
  }),
];
