/** Every route of every function, to be looked at: nothing is composed, so none of them can be run. */
import { agentRoutes } from "../../../functions/agent-api/routes.ts";
import { stopRoutes } from "../../../functions/emergency-stop/routes.ts";
import { operatorRoutes } from "../../../functions/operator-api/routes.ts";
import { waitRoutes } from "../../../functions/wait-task/routes.ts";
import type { Route } from "../../../shared/runtime/http/route.ts";

/** Has every property, each of which is nothing again. */
const NOTHING: never = new Proxy({}, { get: (): unknown => NOTHING }) as never;

/** By the folder of the function. */
export const DECLARED_ROUTES: Readonly<Record<string, readonly Route[]>> = {
  "agent-api": agentRoutes(NOTHING),
  "wait-task": waitRoutes(NOTHING),
  "operator-api": operatorRoutes(NOTHING),
  "emergency-stop": stopRoutes(NOTHING),
};
