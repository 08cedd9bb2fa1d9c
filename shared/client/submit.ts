/** Hands requests over. The service keeps one task for each idempotency key, however often they come. */
import { CHECKS, problemsOf, refuse } from "./check-options.ts";
import { type CCSPError, InvalidOptionsError } from "./errors.ts";
import type { Answer, Connection } from "./exchange.ts";
import type { BatchOptions, BatchRequest, SubmitOptions } from "./options.ts";
import { readBatch, readReceipt } from "./read-answer.ts";
import { ANSWER_WITHIN_MS, request } from "./request.ts";
import { toError } from "./to-error.ts";
import type { BatchItem, Receipt, SubmitRequest } from "./types.ts";

export async function submit(
  connection: Connection,
  prompt: string,
  { signal, idempotencyKey, ...options }: SubmitOptions,
): Promise<Receipt> {
  const body = toBody({ prompt, ...options });
  const call = { signal, idempotencyKey };
  return readReceipt(await post(connection, "/tasks", body, call));
}

/** What became of one request of a batch: either a receipt or an error. */
export type BatchResult =
  | { readonly task: Receipt; readonly error?: undefined }
  | { readonly task?: undefined; readonly error: CCSPError };

export async function submitBatch(
  connection: Connection,
  requests: readonly BatchRequest[],
  call: BatchOptions,
): Promise<readonly BatchResult[]> {
  checkRequests(requests);
  const body = { tasks: requests.map(toBody) };
  const answer = await post(connection, "/tasks/batch", body, call);
  return readBatch(answer).items.map(toResult);
}

/** Each wrong option is named with its place, for example `requests.3.priority`. */
function checkRequests(requests: unknown): void {
  if (!Array.isArray(requests))
    throw new InvalidOptionsError([
      { field: "requests", message: "must be a list of requests" },
    ]);
  refuse(
    requests.flatMap((each, place) =>
      problemsOf(each, CHECKS.BATCH_REQUEST, "").map(({ field, message }) => ({
        field: `requests.${place}.${field}`.replace(/\.$/, ""),
        message,
      })),
    ),
  );
}

/** What JSON leaves out may be `undefined`. */
type Body = {
  readonly [Name in keyof SubmitRequest]: SubmitRequest[Name] | undefined;
};

const toBody = ({ executeAt, ...rest }: BatchRequest): Body => ({
  ...rest,
  executeAt: executeAt instanceof Date ? executeAt.toISOString() : executeAt,
});

const toResult = (item: BatchItem): BatchResult =>
  "task" in item
    ? { task: item.task }
    : {
        error: toError({
          status: item.status,
          body: item.problem,
          retryAfterMs: item.retryAfterMs,
          requestId: item.problem.requestId,
        }),
      };

function post(
  connection: Connection,
  path: string,
  body: object,
  { signal, idempotencyKey = crypto.randomUUID() }: BatchOptions,
): Promise<Answer> {
  return request(connection, {
    method: "POST",
    path,
    headers: { "idempotency-key": idempotencyKey },
    body: toJson(body),
    withinMs: ANSWER_WITHIN_MS,
    signal,
  });
}

/** Once, before the first try: all are the same to the byte. */
function toJson(body: object): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    const message = `cannot be written as JSON: ${String(error)}`;
    throw new InvalidOptionsError([{ field: "the request", message }]);
  }
}
