import type { ProcessSample } from "../domain/process-sample.ts";

/** What this process takes of its machine. */
export interface ProcessGauge {
  /** Since the last call, or since the start. */
  sample(): ProcessSample;
}
