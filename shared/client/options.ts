/** What a caller may say to the client. `undefined` is as good as left out. */
import type { JsonObject, Priority, Task, TaskStatus } from "./types.ts";

export interface ClientOptions {
  /** Where the service is, for example `https://ccsp.example/api/ccsp`; without a path, `/api/ccsp` is meant. */
  readonly baseUrl: string;
  /** `ccsp_<id>_<secret>`, with the scope `tasks`. It says which agent this is. */
  readonly token: string;
  /** Instead of the global one, for a proxy or a test. */
  readonly fetch?: typeof fetch | undefined;
  /**
   * For how many milliseconds a request is repeated that finds no service, an error of its (5xx) or
   * too many tasks (429), before it is given up; 120000 (2 minutes) unless said otherwise. It counts
   * anew for each request, so a wait may outlive any number of restarts.
   */
  readonly retryForMs?: number | undefined;
}

export interface CallOptions {
  /** Aborting it rejects the call with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How a task shall be run: the request's own fields (types.ts says what they mean). */
export interface TaskOptions {
  readonly priority?: Priority | undefined;
  /** Milliseconds for one run of the CLI. To bound the whole wait, pass `signal: AbortSignal.timeout(ms)`. */
  readonly timeout?: number | undefined;
  readonly executeAt?: Date | string | undefined;
  readonly context?: JsonObject | undefined;
  readonly model?: string | undefined;
  readonly systemPrompt?: string | undefined;
  readonly maxTurns?: number | undefined;
  readonly maxBudgetUsd?: number | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly callbackUrl?: string | undefined;
}

export interface SubmitOptions extends TaskOptions, CallOptions {
  /**
   * The same key and request within 24 hours are the same task: give one to survive the death of
   * your own process. Left out, the call makes one for its own repetitions.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface WaitOptions extends CallOptions {
  /**
   * Called with the task when it is first seen, and whenever its status or what holds it back has
   * changed. With it the client looks every three seconds; a state that passes between two looks is
   * not seen. What it throws ends the wait.
   */
  readonly onStatus?: ((task: Task) => void | Promise<void>) | undefined;
  /** When the account's login is lost: `throw` (default) a SessionTimeoutError, or `wait`. The task stays queued either way. */
  readonly onSessionTimeout?: "throw" | "wait" | undefined;
  /** When the account's limit holds the task back: `wait` (default), or `throw` a RateLimitedError. It stays queued either way. */
  readonly onRateLimit?: "wait" | "throw" | undefined;
  /** Whether aborting the signal also cancels the task; otherwise it goes on without you. */
  readonly cancelOnAbort?: boolean | undefined;
}

export interface ExecuteOptions extends SubmitOptions, WaitOptions {}

/** One request of a batch. */
export interface BatchRequest extends TaskOptions {
  readonly prompt: string;
}

export type BatchOptions = Pick<SubmitOptions, "signal" | "idempotencyKey">;

export interface ListOptions extends CallOptions {
  readonly status?: TaskStatus | undefined;
  readonly priority?: Priority | undefined;
  /** Tasks for each request, 1 to 100; 50 unless said otherwise. */
  readonly pageSize?: number | undefined;
}
