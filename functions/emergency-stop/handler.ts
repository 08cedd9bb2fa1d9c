/** `POST /control/emergency-stop` raises the stop, `POST /control/clear` lifts it. */
import { composeEmergencyStop } from "../../shared/runtime/compose/emergency-stop.ts";
import {
  httpFunction,
  type Route,
} from "../../shared/runtime/http/http-function.ts";
import { Order } from "../../shared/runtime/http/order.ts";
import { readBody } from "../../shared/runtime/http/read-body.ts";
import { json } from "../../shared/runtime/http/reply.ts";

const { stop, http } = composeEmergencyStop(); // once per cold start

const routes: readonly Route[] = [
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
      const { changed } = await stop.clear();
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
];

export const handler = httpFunction(routes, http);
