/** What can go wrong with a call, in AWS's own words where it has some. */
import { type Fault, LostReply, type Reply } from "./fault-proxy.ts";

/** Only so many calls; the others pass. */
export function first(count: number, fault: Fault): Fault {
  let left = count;
  return async (call, pass) => {
    if (left <= 0) return pass();
    left -= 1;
    return fault(call, pass);
  };
}

/** Only calls whose JSON holds this; the others pass. */
export const asking =
  (text: string, fault: Fault): Fault =>
  async (call, pass) =>
    call.body.includes(text) ? fault(call, pass) : pass();

/** Only the first answer that holds this; the others are given. */
export function losingTheFirstAnswerWith(text: string): Fault {
  let isLost = false;
  return async (_call, pass) => {
    const reply = await pass();
    if (isLost || !reply.body.includes(text)) return reply;
    isLost = true;
    throw new LostReply();
  };
}

/** The work is done and nobody hears of it. */
export const losingTheAnswer: Fault = async (_call, pass) => {
  await pass();
  throw new LostReply();
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
export const throttledTable: Fault = async () =>
  refusal(
    400,
    "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    "The level of configured provisioned throughput for the table was exceeded.",
  );

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors */
export const throttledQueue: Fault = async () =>
  refusal(400, "com.amazonaws.sqs#RequestThrottled", "Rate exceeded");

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html */
export const unavailable: Fault = async () =>
  refusal(503, "com.amazonaws.sqs#ServiceUnavailable", "Try again.");

/**
 * As AWS does with what is signed too long ago or too far ahead.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
 */
export function refusingWrongClocks(
  toleratedMs: number,
  onRefusal: () => void,
): Fault {
  return async ({ headers }, pass) => {
    const signed = String(headers["x-amz-date"]);
    const aheadMs = fromBasicIso(signed) - Date.now();
    if (Math.abs(aheadMs) <= toleratedMs) return pass();
    onRefusal();
    const problem = aheadMs > 0 ? "not yet current" : "expired";
    return refusal(
      400,
      "com.amazon.coral.service#InvalidSignatureException",
      `Signature ${problem}: ${signed}`,
    );
  };
}

/** @param text for example `20260131T120000Z` */
const fromBasicIso = (text: string): number =>
  Date.parse(text.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));

/** Each message that is received comes so many times in all. */
export function duplicating(times: number): Fault {
  const copies = new Map<string, Reply[]>();
  return async ({ body }, pass) => {
    const queue = queueOf(body);
    const waiting = copies.get(queue) ?? [];
    const copy = waiting.pop();
    if (copy) return copy;
    const reply = await pass();
    if (hasMessage(reply))
      copies.set(queue, Array<Reply>(times - 1).fill(reply));
    return reply;
  };
}

/** What waits when a queue is first asked comes in the opposite order. */
export function reversing(): Fault {
  const batches = new Map<string, Reply[]>();
  return async ({ body }, pass) => {
    const queue = queueOf(body);
    const batch = batches.get(queue) ?? [];
    if (!batches.has(queue)) {
      batches.set(queue, batch);
      for (;;) {
        const reply = await pass();
        if (!hasMessage(reply)) break;
        batch.push(reply);
      }
    }
    return batch.pop() ?? pass();
  };
}

const queueOf = (body: string): string =>
  (JSON.parse(body) as { readonly QueueUrl: string }).QueueUrl;

const hasMessage = ({ body }: Reply): boolean => body.includes("ReceiptHandle");

function refusal(status: number, type: string, message: string): Reply {
  return {
    status,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-errortype": type,
      date: new Date().toUTCString(),
    },
    body: JSON.stringify({ __type: type, message }),
  };
}
