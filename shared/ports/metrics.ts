/** Numbers about what happened. Dimensions stay few; whatever names one task or agent is a property. */
import type { OutcomeName } from "../domain/outcome.ts";
import type { QueueClass } from "../domain/task.ts";

export type MetricName =
  | "TasksAccepted"
  | "TasksStarted"
  | "TasksFinished"
  | "MessagesGivenBack"
  | "AuthenticationsFailed"
  | "CallbacksDelivered"
  | "CallbacksFailed"
  | "TaskRunTime"
  | "TaskWaitTime";

export interface Measurement {
  /** Counts have no unit; times are milliseconds. */
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
  readonly dimensions: {
    readonly Class?: QueueClass;
    readonly Outcome?: OutcomeName | "cancelled" | "poison";
  };
  readonly properties?: Readonly<Record<string, string | number>>;
}

export interface Metrics {
  record(measurement: Measurement): void;
  /** Resolves when what was recorded is written. */
  flush(): Promise<void>;
}
