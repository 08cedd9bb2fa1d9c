/** A command's way to the service: the client for agents' work, plain requests for operators'. */
import { CCSPClient } from "../client/ccsp-client.ts";
import { connect } from "../client/connect.ts";
import { ANSWER_WITHIN_MS, request } from "../client/request.ts";
import type { Access } from "./access.ts";

/** Who types waits for the answer: a service that is not there is no reason to wait for long. */
const RETRY_FOR_MS = 3_000;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Call {
  /** What is `undefined` is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  /** A POST that does no harm a second time is repeated as all else. */
  readonly mayRepeat?: boolean;
}

export interface Connection {
  readonly client: CCSPClient;
  readonly baseUrl: string;
  /** Where the settings were found, in words. */
  readonly source: string;
  /**
   * A request below the base URL, for example `request<Stats>("GET", "/stats")`. A POST is sent once
   * unless it has an idempotency key or may be repeated; all else is repeated for some seconds when nobody answers.
   *
   * @throws CCSPError
   */
  request<T>(method: Method, path: string, call?: Call): Promise<T>;
}

export interface ConnectionOptions {
  /** For how long a request is repeated that finds no service. */
  readonly retryForMs?: number | undefined;
  readonly signal: AbortSignal;
}

/** @throws InvalidOptionsError when the URL or the token cannot be one */
export function openConnection(
  { baseUrl, token, source }: Access,
  { retryForMs = RETRY_FOR_MS, signal }: ConnectionOptions,
): Connection {
  const options = { baseUrl, token, retryForMs };
  const connection = connect(options);
  return {
    client: new CCSPClient(options),
    baseUrl: connection.baseUrl,
    source,
    request: async <T>(
      method: Method,
      path: string,
      { query = {}, body, idempotencyKey, mayRepeat = false }: Call = {},
    ): Promise<T> => {
      const isOnce =
        method === "POST" && idempotencyKey === undefined && !mayRepeat;
      const answer = await request(
        { ...connection, retryForMs: isOnce ? 0 : retryForMs },
        {
          method,
          path: path + toQuery(query),
          withinMs: ANSWER_WITHIN_MS,
          signal,
          ...(idempotencyKey !== undefined && {
            headers: { "idempotency-key": idempotencyKey },
          }),
          ...(body !== undefined && { body: JSON.stringify(body) }),
        },
      );
      return answer.body as T;
    },
  };
}

function toQuery(fields: NonNullable<Call["query"]>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) query.set(name, `${value}`);
  return query.size === 0 ? "" : `?${query.toString()}`;
}
