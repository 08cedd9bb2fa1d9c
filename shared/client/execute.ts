/** Submits and waits: what most agents want. */
import { cancelOnAbort } from "./cancel.ts";
import type { Connection } from "./exchange.ts";
import type { ExecuteOptions, SubmitOptions } from "./options.ts";
import { submit } from "./submit.ts";
import type { ExecutionResult } from "./types.ts";
import { waitForResult } from "./wait.ts";

export async function execute(
  connection: Connection,
  prompt: string,
  options: ExecuteOptions,
): Promise<ExecutionResult> {
  // One key for all that this call sends: whoever aborts it may not know yet whether there is a task.
  const { idempotencyKey = crypto.randomUUID(), signal } = options;
  const request = { ...submission(options), idempotencyKey };
  let taskId: string | undefined;
  const handOver = async (until = signal): Promise<string> => {
    const call = { ...request, signal: until };
    taskId ??= (await submit(connection, prompt, call)).taskId;
    return taskId;
  };
  return cancelOnAbort(connection, options, handOver, async () =>
    waitForResult(connection, await handOver(), options),
  );
}

const submission = ({
  onStatus: _onStatus,
  onSessionTimeout: _onSessionTimeout,
  onRateLimit: _onRateLimit,
  cancelOnAbort: _cancelOnAbort,
  ...rest
}: ExecuteOptions): SubmitOptions => rest;
