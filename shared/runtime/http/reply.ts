/** What a route answers, before it becomes an event for API Gateway. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const json = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({ status, headers, body });

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
  body: JSON.stringify(body),
});
