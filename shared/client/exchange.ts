/** One request and its answer, or that there was none. */

/** Where the service is, and what opens it. */
export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: typeof fetch;
  readonly retryForMs: number;
}

export interface Exchange {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
  /** An answer that takes longer is taken for lost. */
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Whom an error is about. */
  readonly taskId?: string;
}

export interface Answer {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;
  /** The parsed body; `undefined` when it is not JSON. */
  readonly body: unknown;
}

/** The answer, or why there is none; @throws the signal's reason when it is aborted */
export async function exchange(
  { baseUrl, token, fetch }: Connection,
  { method, path, headers, body, withinMs, signal }: Exchange,
): Promise<Answer | { readonly lost: unknown }> {
  signal?.throwIfAborted();
  // Not AbortSignal.any with AbortSignal.timeout: the oldest Node 20 lacks the first.
  const ending = new AbortController();
  const abort = (): void => ending.abort(signal?.reason);
  const late = (): void =>
    ending.abort(new Error(`no answer within ${withinMs} ms`));
  const timer = setTimeout(late, withinMs);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json, application/problem+json",
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body }),
      redirect: "manual", // a token goes nowhere but where it was meant to
      signal: ending.signal,
    });
    return toAnswer(response, await response.text());
  } catch (error) {
    signal?.throwIfAborted();
    return { lost: error };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

const toAnswer = ({ status, headers }: Response, text: string): Answer => ({
  status,
  retryAfterMs: readRetryAfter(headers.get("retry-after")),
  requestId: headers.get("x-request-id") ?? undefined,
  body: parse(text),
});

/** Seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function readRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1_000
    : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
