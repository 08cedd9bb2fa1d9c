/** What was done, in numbers. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { Predictions } from "./prediction-responses.ts";
import { StatsQuery } from "./stats-requests.ts";
import {
  AgentStats,
  ErrorStats,
  PerformanceStats,
  Stats,
  UsageStats,
} from "./stats-responses.ts";

type Statistics = OperatorApi["statistics"];
type Wish = Parameters<Statistics["problem"]>[0];

const LOOK = { method: "GET", scope: "observe", query: StatsQuery } as const;

export const statsRoutes = ({ statistics }: OperatorApi): readonly Route[] => {
  /** @throws ProblemError that names the field, when nothing can be told of such a time */
  const checked = (wish: Wish): Wish => {
    const found = statistics.problem(wish);
    if (!found) return wish;
    throw new ProblemError("invalid-request", {
      detail: `${found.field} ${found.message}.`,
      field: found.field,
      errors: [found],
    });
  };
  return [
    route({
      ...LOOK,
      path: "/stats",
      id: "getStats",
      summary: "Tell the numbers at a glance: by default of the last hour.",
      answers: { 200: { description: "The numbers.", body: Stats } },
      run: async ({ query }) =>
        json(200, await statistics.stats(checked(query))),
    }),
    route({
      method: "GET",
      scope: "observe",
      path: "/stats/predictions",
      id: "getPredictions",
      summary: "Tell what is to come: limits, full queues, memory.",
      answers: { 200: { description: "Predictions.", body: Predictions } },
      run: async () => json(200, await statistics.predict()),
    }),
    route({
      ...LOOK,
      path: "/stats/usage",
      id: "getUsageStats",
      summary: "Tell tokens, cost, models and the account's usage windows.",
      answers: { 200: { description: "What was used.", body: UsageStats } },
      run: async ({ query }) =>
        json(200, await statistics.details.usage(checked(query))),
    }),
    route({
      ...LOOK,
      path: "/stats/agents",
      id: "getAgentStats",
      summary: "Tell what each agent asked for and got.",
      answers: { 200: { description: "The agents.", body: AgentStats } },
      run: async ({ query }) =>
        json(200, await statistics.details.agents(checked(query))),
    }),
    route({
      ...LOOK,
      path: "/stats/errors",
      id: "getErrorStats",
      summary: "Tell what went wrong, by outcome, agent and time.",
      answers: { 200: { description: "The failures.", body: ErrorStats } },
      run: async ({ query }) =>
        json(200, await statistics.details.errors(checked(query))),
    }),
    route({
      ...LOOK,
      path: "/stats/performance",
      id: "getPerformanceStats",
      summary: "Tell how long waits, runs and the service itself took.",
      answers: {
        200: { description: "The durations.", body: PerformanceStats },
      },
      run: async ({ query }) =>
        json(200, await statistics.details.performance(checked(query))),
    }),
  ];
};
