/** Whether everything that a task needs answers. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { mayObserve } from "../../shared/runtime/http/bearer-auth.ts";
import { toGatesView } from "../../shared/runtime/http/gate-view.ts";
import type { Route } from "../../shared/runtime/http/http-function.ts";
import { json } from "../../shared/runtime/http/reply.ts";

export const healthRoutes = ({ health }: OperatorApi): readonly Route[] => [
  {
    method: "GET",
    path: "/health",
    scope: "open",
    run: async (_request, whoCalls) => {
      const { status, closed, ...answers } = await health();
      const code = status === "down" ? 503 : 200;
      // Tokens are in the table: while that does not answer, nobody can be told from a stranger.
      const caller = answers.dynamodb.ok ? await whoCalls() : undefined;
      return caller && mayObserve(caller)
        ? json(code, {
            status,
            dependencies: { ...answers, gates: toGatesView(closed) },
          })
        : json(code, { status });
    },
  },
];
