/** `POST /control/emergency-stop` raises the stop, `POST /control/clear` lifts it. */
import { composeEmergencyStop } from "../../shared/runtime/compose/emergency-stop.ts";
import { httpFunction } from "../../shared/runtime/http/http-function.ts";
import { stopRoutes } from "./routes.ts";

const api = composeEmergencyStop(); // once per cold start

export const handler = httpFunction(stopRoutes(api), api.http);
