/** Everything behind `emergency-stop`. */
import { type EmergencyStop, emergencyStop } from "../../app/emergency-stop.ts";
import { loadCommonConfig } from "../config.ts";
import type { HttpDeps } from "../http/http-function.ts";
import { foundation } from "./foundation.ts";

export function composeEmergencyStop(): {
  readonly stop: EmergencyStop;
  readonly http: HttpDeps;
} {
  const base = foundation(loadCommonConfig(), "emergency-stop");
  const { gates } = base.control;
  return { stop: emergencyStop({ gates, clock: base.clock }), http: base };
}
