/** A request to the service that served the page, and what went wrong in words that can be shown. */

/** Where the page is, the API is. */
const BASE = new URL("./", location.href);
/** Longer than any look takes; an order may take a while. */
const PATIENCE_MS = 20_000;

/** What the service, or the way to it, says instead of an answer. */
export class AskError extends Error {
  override readonly name = "AskError";
  /** Absent: nobody answered. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** @throws AskError */
export async function ask<Answer>(
  token: string,
  path: string,
  order?: object,
): Promise<Answer> {
  const response = await send(token, path, order);
  const body: unknown = await response.json().catch(() => undefined);
  // A service that is down says so in the shape of its health.
  if (response.ok || isHealth(path, body)) return body as Answer;
  throw new AskError(detailOf(body, response.status), response.status);
}

async function send(
  token: string,
  path: string,
  order?: object,
): Promise<Response> {
  try {
    return await fetch(new URL(path, BASE), {
      method: order ? "POST" : "GET",
      headers: {
        authorization: `Bearer ${token}`,
        ...(order && { "content-type": "application/json" }),
      },
      ...(order && { body: JSON.stringify(order) }),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    // A header that holds no such characters is refused by the browser itself.
    if (!isPlain(token))
      throw new AskError("The token is malformed: it is plain letters.", 401);
    const isLate = error instanceof Error && error.name === "TimeoutError";
    throw new AskError(
      isLate
        ? `No answer within ${PATIENCE_MS / 1_000} s.`
        : "The service cannot be reached.",
    );
  }
}

const isPlain = (text: string): boolean => /^[\x21-\x7e]+$/u.test(text);

const isHealth = (path: string, body: unknown): boolean =>
  path === "health" && has(body, "status") && body.status === "down";

const detailOf = (body: unknown, status: number): string =>
  has(body, "detail") && typeof body.detail === "string"
    ? body.detail
    : `The service answered ${status}.`;

const has = <Key extends string>(
  value: unknown,
  key: Key,
): value is Record<Key, unknown> =>
  typeof value === "object" && value !== null && key in value;
