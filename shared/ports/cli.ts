import type { CliCapabilities } from "../domain/cli-capabilities.ts";
import type { CliRun } from "../domain/outcome.ts";
import type { TaskRequest } from "../domain/task.ts";
import type { Verification } from "../domain/verification.ts";

/** What the model is asked, and within which bounds. All text is passed as data, never as flags. */
export interface CliRequest extends TaskRequest {
  /** Wall-clock milliseconds that this run may take. */
  readonly timeoutMs: number;
}

/** Whether the program can be used at all. */
export type CliCheck =
  | { readonly usable: true; readonly version: string }
  | { readonly usable: false; readonly reason: string };

/**
 * The program that does the work. One run = one new CLI session with the whole prompt.
 *
 * Guarantees: no method rejects because of what the program did or printed; when one resolves, no
 * process that it started is alive. When `stop` fires, that is true within the grace plus one
 * second, and the outcome is `interrupted`, unless the whole answer was there already.
 */
export interface Cli {
  /** A request that needs another capability is refused as `invalid-request`, and nothing is started. */
  readonly capabilities: CliCapabilities;
  /** Asks the program for its version; says in words why it cannot be used. */
  check(): Promise<CliCheck>;
  /**
   * Finds out by a real, tiny run of at most 10 s whether the program has a login. May be called
   * while tasks run, but once at a time.
   */
  verify(stop: AbortSignal): Promise<Verification>;
  /** @param slot which of the executor's places this run occupies, from 0: runs in different slots never share a directory. */
  run(
    request: CliRequest,
    options: {
      readonly slot: number;
      readonly stop: AbortSignal;
      /** Called when the program runs, with its process id: by that people find it on its machine. */
      readonly onStarted?: (pid: number) => void;
      /** Called at most once, as soon as it is known that the model answers; not every program tells. */
      readonly onAnswer?: () => void;
    },
  ): Promise<CliRun>;
}
