/**
 * The types of what goes over the wire, as the client exports them: written from the API's document
 * (api-types.ts), and what an execution resolves to.
 */
import type { Task } from "./api-types.ts";

export type * from "./api-types.ts";

/** A task that succeeded: what an execution resolves to. */
export interface ExecutionResult extends Task {
  readonly status: "succeeded";
  readonly success: true;
  readonly result: string;
  readonly executionTime: number;
}
