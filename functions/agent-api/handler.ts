/** `/tasks`: agents submit tasks, look at them and cancel them. */
import { composeAgentApi } from "../../shared/runtime/compose/agent-api.ts";
import { httpFunction } from "../../shared/runtime/http/http-function.ts";
import { agentRoutes } from "./routes.ts";

const api = composeAgentApi(); // once per cold start

export const handler = httpFunction(agentRoutes(api), api.http);
