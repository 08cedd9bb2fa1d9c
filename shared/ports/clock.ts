/** Time, as everything below the composition root sees it. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms`, or at once when `signal` fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
