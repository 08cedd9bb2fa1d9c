/** The DynamoDB client, and the clock that it keeps right. */
import {
  DynamoDBClient,
  type DynamoDBClientConfig,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { correctOffsetMs } from "../../domain/clock-offset.ts";

/** The milliseconds by which the table's clock is ahead of the local one; 0 until it answered. */
export type ClockOffset = () => number;

/** A call that took longer has failed. Two more tries fit well into a lease's 30 s. */
const LIMITS: DynamoDBClientConfig = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
  },
};

/**
 * @param localNow epoch milliseconds of the local clock
 * @param settings what does not come from the SDK's own variables (region, credentials, endpoint)
 */
export function dynamoDbClient(
  localNow: () => number,
  settings: DynamoDBClientConfig = {},
): {
  readonly client: DynamoDBDocumentClient;
  readonly offsetMs: ClockOffset;
} {
  const base = new DynamoDBClient({ ...LIMITS, ...settings });
  let offsetMs = 0;
  base.middlewareStack.add(
    (next) => async (args) => {
      const sentAtMs = localNow();
      const answer = await next(args);
      const serverDateMs = readDate(answer.response);
      if (serverDateMs !== undefined) {
        const receivedAtMs = localNow();
        offsetMs = correctOffsetMs(offsetMs, {
          sentAtMs,
          serverDateMs,
          receivedAtMs,
        });
      }
      return answer;
    },
    // Innermost, so that each try is timed by itself and a retry does not widen the interval.
    { step: "deserialize", priority: "low", name: "learnClockOffset" },
  );
  const client = DynamoDBDocumentClient.from(base, {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { client, offsetMs: () => offsetMs };
}

/** Epoch milliseconds of an HTTP answer's `Date` header, when it has a readable one. */
function readDate(response: unknown): number | undefined {
  if (typeof response !== "object" || response === null) return undefined;
  const headers: unknown = Reflect.get(response, "headers");
  if (typeof headers !== "object" || headers === null) return undefined;
  const text: unknown = Reflect.get(headers, "date");
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
