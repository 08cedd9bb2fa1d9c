/** The gates' names for people. */
import type { GateName } from "./answers.ts";

export const GATE_LABELS: Readonly<Record<GateName, string>> = {
  emergency: "Emergency stop",
  paused: "Pause",
  session: "Login",
  limit: "Account limit",
  load: "Load",
};
