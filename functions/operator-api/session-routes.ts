/** Whether the login works, and the word of an operator that it works again. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { Order } from "../../shared/runtime/http/order.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { SaidRestored, SessionStatus } from "./session-responses.ts";

export const sessionRoutes = (api: OperatorApi): readonly Route[] => [
  route({
    method: "GET",
    path: "/session/status",
    id: "getSessionStatus",
    scope: "observe",
    summary: "Tell whether the login works.",
    answers: { 200: { description: "The login.", body: SessionStatus } },
    run: async () => json(200, await api.sessionStatus()),
  }),
  route({
    method: "POST",
    path: "/session/restored",
    id: "sayRestored",
    scope: "operate",
    summary: "Say that the login works again; it is verified then.",
    body: Order,
    answers: { 200: { description: "Heard.", body: SaidRestored } },
    run: async ({ body: { reason } }, { agent: actor }) =>
      json(200, await api.sayRestored({ actor, reason })),
  }),
];
