/** The client: its options checked, each method one use of the HTTP API. */
import { cancel, cancelOnAbort } from "./cancel.ts";
import {
  CHECKS,
  checkOptions,
  checkPrompt,
  checkTaskId,
} from "./check-options.ts";
import { connect } from "./connect.ts";
import type { Connection } from "./exchange.ts";
import { execute } from "./execute.ts";
import { list } from "./list.ts";
import type {
  BatchOptions,
  BatchRequest,
  CallOptions,
  ClientOptions,
  ExecuteOptions,
  ListOptions,
  SubmitOptions,
  WaitOptions,
} from "./options.ts";
import { type BatchResult, submit, submitBatch } from "./submit.ts";
import type { ExecutionResult, Receipt, Task } from "./types.ts";
import { look, waitForResult } from "./wait.ts";

/**
 * One agent's way to the service. Every method repeats what found no service (`retryForMs`), and
 * rejects with a CCSPError, or with its signal's reason.
 */
export class CCSPClient {
  // Private also at run time: whoever logs the client logs no token.
  readonly #connection: Connection;

  /** @throws InvalidOptionsError */
  constructor(options: ClientOptions) {
    this.#connection = connect(options);
  }

  /**
   * Runs a prompt and resolves to its result.
   *
   * @throws TaskFailedError, TaskCancelledError; SessionTimeoutError and RateLimitedError, as
   * `onSessionTimeout` and `onRateLimit` say; ServiceStoppedError, TooManyQueuedError,
   * InvalidRequestError, UnauthorizedError, ConnectionError, ServerError
   */
  async executeClaude(
    prompt: string,
    options: ExecuteOptions = {},
  ): Promise<ExecutionResult> {
    checkPrompt(prompt);
    checkOptions(options, CHECKS.EXECUTE);
    return execute(this.#connection, prompt, options);
  }

  /** Hands a prompt over and does not wait: `wait(taskId)` does, from any process. */
  async submit(prompt: string, options: SubmitOptions = {}): Promise<Receipt> {
    checkPrompt(prompt);
    checkOptions(options, CHECKS.SUBMIT);
    return submit(this.#connection, prompt, options);
  }

  /** Hands a prompt over to be run at a time: not before, and at most a year ahead. */
  async schedule(
    prompt: string,
    executeAt: Date | string,
    options: Omit<SubmitOptions, "executeAt"> = {},
  ): Promise<Receipt> {
    return this.submit(prompt, { ...options, executeAt });
  }

  /** Up to 100 prompts at once; each is accepted or refused by itself, in their order. */
  async submitBatch(
    requests: readonly BatchRequest[],
    options: BatchOptions = {},
  ): Promise<readonly BatchResult[]> {
    checkOptions(options, CHECKS.REPEAT);
    return submitBatch(this.#connection, requests, options);
  }

  /** A task as it is now. @throws NotFoundError */
  async get(taskId: string, options: CallOptions = {}): Promise<Task> {
    checkTaskId(taskId);
    checkOptions(options, CHECKS.CALL);
    return look(this.#connection, taskId, options);
  }

  /** The result of a task that was handed over before. @throws as `executeClaude`, and NotFoundError */
  async wait(
    taskId: string,
    options: WaitOptions = {},
  ): Promise<ExecutionResult> {
    checkTaskId(taskId);
    checkOptions(options, CHECKS.WAIT);
    const connection = this.#connection;
    return cancelOnAbort(
      connection,
      options,
      () => Promise.resolve(taskId),
      () => waitForResult(connection, taskId, options),
    );
  }

  /** Your tasks, newest first, fetched page by page: `for await (const task of client.list())`. */
  list(options: ListOptions = {}): AsyncGenerator<Task, void, undefined> {
    checkOptions(options, CHECKS.LIST);
    return list(this.#connection, options);
  }

  /**
   * Cancels a task: a waiting one never runs, a running one is ended within 5 s.
   *
   * @throws ConflictError when it has succeeded or failed; NotFoundError
   */
  async cancel(taskId: string, options: CallOptions = {}): Promise<Task> {
    checkTaskId(taskId);
    checkOptions(options, CHECKS.CALL);
    return cancel(this.#connection, taskId, options);
  }
}
