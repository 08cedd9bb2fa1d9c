/** Everything behind `emergency-stop`. */
import { type EmergencyStop, emergencyStop } from "../../app/emergency-stop.ts";
import { takeStopReport } from "../../app/take-stop-report.ts";
import { tellOfStop } from "../../app/tell-of-stop.ts";
import type { StopStore } from "../../ports/stop-store.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import { loadTasksConfig } from "../config.ts";
import type { HttpDeps } from "../http/http-function.ts";
import { type Foundation, foundation } from "./foundation.ts";
import { composePeople, type People } from "./people.ts";

/** For every deployable that may stop the service, or that makes up for what was left undone. */
export function composeStop(
  base: Foundation,
  store: Pick<TaskStore, "listStanding" | "countStanding">,
  people: People,
): EmergencyStop {
  const { stop } = base.control;
  return emergencyStop({
    ...base,
    ...base.control,
    takeReport: takeStopReport({ store, stop }),
    tell: tellOfStop({ ...base, ...people, stop }),
  });
}

export function composeEmergencyStop(): {
  readonly stop: EmergencyStop;
  readonly report: StopStore["report"];
  readonly http: HttpDeps;
} {
  const config = loadTasksConfig();
  const base = foundation(config, "emergency-stop");
  const store = base.taskStore(config.tasksTable);
  const people = composePeople(config.stage, base.clock);
  return {
    stop: composeStop(base, store, people),
    report: () => base.control.stop.report(),
    http: base,
  };
}
