/** Whether everything that a task needs answers. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { atMost } from "../../shared/runtime/at-most.ts";
import { mayObserve } from "../../shared/runtime/http/bearer-auth.ts";
import { toGatesView } from "../../shared/runtime/http/gate-view.ts";
import { AnyQuery } from "../../shared/runtime/http/query.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { VERSION } from "../../shared/runtime/version.ts";
import { toExecutorView } from "./executor-view.ts";
import { Health } from "./health-responses.ts";

/** The whole answer comes within 2 s. */
const LIMIT_MS = 1_500;

export const healthRoutes = ({ health }: OperatorApi): readonly Route[] => [
  route({
    method: "GET",
    path: "/health",
    id: "getHealth",
    scope: "open",
    problems: ["unauthorized", "too-many-failures"],
    summary: "Tell whether everything that a task needs answers.",
    query: AnyQuery,
    answers: {
      200: { description: "`ok` or `degraded`.", body: Health },
      503: { description: "`down`.", body: Health },
    },
    run: async (_request, whoCalls) => {
      // Asked at once: what a slow table takes for both shall not add up.
      const asked = atMost(whoCalls(), LIMIT_MS);
      asked.catch(() => undefined);
      const { status, closed, executors, ...answers } = await health();
      const code = status === "down" ? 503 : 200;
      // Tokens are in the table: while that does not answer, nobody can be told from a stranger.
      const caller = answers.dynamodb.ok ? await asked : undefined;
      return caller && mayObserve(caller)
        ? json(code, {
            status,
            version: VERSION,
            dependencies: {
              ...answers,
              executors: executors.map(toExecutorView),
              gates: toGatesView(closed),
            },
          })
        : json(code, { status });
    },
  }),
];
