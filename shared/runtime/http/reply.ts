/** What a route answers, before it becomes an event for API Gateway. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

type Headers = Readonly<Record<string, string>>;

export interface Reply {
  readonly status: number;
  readonly headers?: Headers;
  /** A text is sent as it is, with a content type among the headers; all else as JSON; `undefined` not at all. */
  readonly body: unknown;
}

interface ReplyWith<Status, Body, Given> {
  readonly status: Status;
  readonly headers: Given;
  readonly body: Body;
}

export function json<const Status extends number, Body>(
  status: Status,
  body: Body,
): ReplyWith<Status, Body, Headers>;
export function json<
  const Status extends number,
  Body,
  const Given extends Headers,
>(status: Status, body: Body, headers: Given): ReplyWith<Status, Body, Given>;
export function json(
  status: number,
  body: unknown,
  headers: Headers = {},
): ReplyWith<number, unknown, Headers> {
  return { status, headers, body };
}

export const toResult = (
  { status, headers, body }: Reply,
  requestId: string,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": requestId,
    ...headers,
  },
  body: typeof body === "string" ? body : toJson(body),
});

const toJson = (body: unknown): string =>
  body === undefined ? "" : JSON.stringify(body);
