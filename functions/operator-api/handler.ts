/** What operators look at and order, the health; also every path that no other function serves. */
import { composeOperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { httpFunction } from "../../shared/runtime/http/http-function.ts";
import { operatorRoutes } from "./routes.ts";

const api = composeOperatorApi(); // once per cold start

export const handler = httpFunction(operatorRoutes(api), api.http);
