/** The servers under a test's queues and tables: the embedded ones, or those that a conformance lane runs. */
import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import type { Endpoints } from "../../infra/local/local-clients.ts";
import {
  type Emulators,
  startEmulators,
} from "../../infra/local/run-emulators.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Each endpoint replaces the embedded server's. */
    readonly emulators?: Partial<Endpoints> & {
      /** How much later than its time this SQS may give a message. */
      readonly sqsLateMs?: number;
    };
  }
}

export interface TestEmulators extends Emulators {
  readonly sqsLateMs?: number;
  /** A name for a stage that nobody else on these servers has, also not another file. */
  stage(name: string): string;
}

export async function startTestEmulators(): Promise<TestEmulators> {
  const shared = inject("emulators");
  const emulators = await startEmulators();
  return {
    ...emulators,
    ...shared,
    stage: (name) =>
      shared === undefined ? name : `${name}-${randomUUID().slice(0, 8)}`,
  };
}
