/**
 * A request repeated until it is answered. All of them may be repeated: they read, or cancel what
 * may be cancelled twice, or carry an idempotency key.
 */
import { backoffMs } from "./backoff.ts";
import { type CCSPError, ConnectionError } from "./errors.ts";
import {
  type Answer,
  type Connection,
  exchange,
  type Exchange,
} from "./exchange.ts";
import { sleep } from "./sleep.ts";
import { isPassing, toError, unexpected } from "./to-error.ts";

/** Longer than the gateway lets any function take, which is 30 s. */
export const ANSWER_WITHIN_MS = 45_000;

/** @throws CCSPError; the signal's reason when it is aborted */
export async function request(
  connection: Connection,
  sent: Exchange,
): Promise<Answer> {
  const giveUpAt = performance.now() + connection.retryForMs;
  for (let tries = 1; ; tries += 1) {
    const answer = await exchange(connection, sent);
    if ("body" in answer && answer.status < 300)
      return answer.body === undefined ? fail(unexpected(answer)) : answer;
    const error =
      "body" in answer
        ? toError(answer, sent.taskId)
        : lostError(connection, answer.lost, sent.taskId);
    if (!(error instanceof ConnectionError) && !isPassing(error)) throw error;
    const asked = "body" in answer ? answer.retryAfterMs : undefined;
    const delayMs = backoffMs(tries, asked, Math.random());
    if (performance.now() + delayMs > giveUpAt) throw error;
    await sleep(delayMs, sent.signal);
  }
}

function fail(error: CCSPError): never {
  throw error;
}

function lostError(
  { baseUrl, token }: Connection,
  lost: unknown,
  taskId: string | undefined,
): ConnectionError {
  const why = reasons(lost).join(": ");
  // Undici does not repeat headers; a caller's own fetch may.
  const tells = why.includes(token);
  return new ConnectionError(
    "no-connection",
    `Nobody answered at ${baseUrl}: ${why.replaceAll(token, "(token)")}. Start the service, or correct the URL.`,
    { taskId, ...(!tells && { cause: lost }) },
  );
}

/** Undici says `fetch failed`, and keeps what failed as its cause. */
function reasons(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  const { message, cause } = error;
  const code = "code" in error ? String(error.code) : "";
  const own = [message || code || error.name];
  return cause === undefined ? own : [...own, ...reasons(cause)];
}
