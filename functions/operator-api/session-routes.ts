/** Whether the login works, and the word of an operator that it works again. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import type { Route } from "../../shared/runtime/http/http-function.ts";
import { Order } from "../../shared/runtime/http/order.ts";
import { NoQuery } from "../../shared/runtime/http/query.ts";
import { readBody } from "../../shared/runtime/http/read-body.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { validate } from "../../shared/runtime/http/validate.ts";

export const sessionRoutes = (api: OperatorApi): readonly Route[] => [
  {
    method: "GET",
    path: "/session/status",
    scope: "observe",
    run: async ({ query }) => {
      validate(NoQuery, query, "query");
      return json(200, await api.sessionStatus());
    },
  },
  {
    method: "POST",
    path: "/session/restored",
    scope: "operate",
    run: async ({ event, query }, { agent: actor }) => {
      validate(NoQuery, query, "query");
      const { reason } = readBody(event, Order);
      return json(200, await api.sayRestored({ actor, reason }));
    },
  },
];
