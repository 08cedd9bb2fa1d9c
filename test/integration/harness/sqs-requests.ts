/** What really reaches an SQS emulator in this process, request by request. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface SqsRequests {
  /** How many have come so far. */
  count(): number;
  /** Those whose client went away before the answer. */
  aborted(): number;
  stop(): void;
}

// https://nodejs.org/api/diagnostics_channel.html#http
const CHANNEL = "http.server.request.start";

export function watchSqsRequests(): SqsRequests {
  let count = 0;
  let aborted = 0;
  const onRequest = (message: unknown): void => {
    const { request, response } = message as {
      readonly request: IncomingMessage;
      readonly response: ServerResponse;
    };
    if (!String(request.headers["x-amz-target"]).startsWith("AmazonSQS."))
      return;
    count += 1;
    response.once("close", () => {
      if (!response.writableFinished) aborted += 1;
    });
  };
  subscribe(CHANNEL, onRequest);
  return {
    count: () => count,
    aborted: () => aborted,
    stop: () => {
      unsubscribe(CHANNEL, onRequest);
    },
  };
}
