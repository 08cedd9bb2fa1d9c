/** Everything behind `operator-api`. */
import { sqsTaskQueue } from "../../adapters/sqs/task-queue.ts";
import { type CheckHealth, checkHealth } from "../../app/check-health.ts";
import { loadQueuesConfig } from "../config.ts";
import type { HttpDeps } from "../http/http-function.ts";
import { foundation } from "./foundation.ts";

export interface OperatorApi {
  readonly health: CheckHealth;
  readonly http: HttpDeps;
}

export function composeOperatorApi(): OperatorApi {
  const config = loadQueuesConfig();
  const base = foundation(config, "operator-api");
  const queue = sqsTaskQueue(config.queueUrls);
  return {
    health: checkHealth({ ...base.control, queue, clock: base.clock }),
    http: base,
  };
}
