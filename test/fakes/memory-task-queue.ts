import type { QueueClass, TaskId } from "../../shared/domain/task.ts";
import { MAX_MESSAGE_DELAY_MS } from "../../shared/domain/timing.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import {
  type Announcement,
  MAX_BATCH,
  type Pointer,
  QueueError,
  type ReceivedMessage,
  type TaskQueue,
  VISIBILITY_MS,
} from "../../shared/ports/task-queue.ts";
import { changeSignal } from "../../shared/app/executor/change-signal.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";

interface Message {
  readonly queueClass: QueueClass;
  readonly pointer: Pointer | undefined;
  visibleAtMs: number;
  receipt?: string;
}

/** One call of `receive`: a short one waits 0 s. */
export interface ReceiveRequest {
  readonly queueClass: QueueClass;
  readonly waitSeconds: number;
  readonly atMs: number;
}

export interface MemoryTaskQueue extends TaskQueue {
  readonly failing: Failing<TaskQueue>;
  readonly sent: readonly Announcement[];
  readonly requests: readonly ReceiveRequest[];
  /** Every message given back or put off, and for how long. */
  readonly hidden: readonly { readonly forMs: number }[];
  /** How many polls wait at present. */
  inFlight(): number;
  /** Those that nobody removed, hidden ones too. */
  left(queueClass?: QueueClass): number;
  /** A message whose body is no pointer. */
  putGarbage(queueClass: QueueClass): void;
}

export function memoryTaskQueue(clock: Clock): MemoryTaskQueue {
  const messages = new Set<Message>();
  const failing: Failing<TaskQueue> = new Set();
  const sent: Announcement[] = [];
  const requests: ReceiveRequest[] = [];
  const hidden: { forMs: number }[] = [];
  const changed = changeSignal();
  let receipts = 0;
  let inFlight = 0;

  const nowMs = (): number => clock.now().getTime();
  const check = (method: keyof TaskQueue): void => {
    refuseIfFailing(failing, method, (...told) => new QueueError(...told));
  };
  const put = (message: Message): void => {
    messages.add(message);
    changed.notify();
  };
  const enqueue = (announcement: Announcement): void => {
    const { taskId, dispatchId, queueClass, delayMs } = announcement;
    if (!(delayMs >= 0 && delayMs <= MAX_MESSAGE_DELAY_MS))
      throw new RangeError(`SQS knows no delay of ${delayMs} ms`);
    sent.push(announcement);
    // SQS knows whole seconds only, and the adapter rounds up.
    const visibleAtMs = nowMs() + Math.ceil(delayMs / 1_000) * 1_000;
    put({ queueClass, pointer: { taskId, dispatchId }, visibleAtMs });
  };
  const ofClass = (queueClass: QueueClass): Message[] =>
    [...messages].filter((each) => each.queueClass === queueClass);
  const held = ({ receipt }: ReceivedMessage): Message | undefined =>
    [...messages].find((each) => each.receipt === receipt);

  const take = (queueClass: QueueClass): ReceivedMessage | undefined => {
    const found = ofClass(queueClass).find(
      ({ visibleAtMs }) => visibleAtMs <= nowMs(),
    );
    if (!found) return undefined;
    receipts += 1;
    found.receipt = `receipt-${receipts}`;
    found.visibleAtMs = nowMs() + VISIBILITY_MS;
    return { queueClass, pointer: found.pointer, receipt: found.receipt };
  };

  /** Sleeps until there may be something new, at the latest at the deadline. */
  const pause = async (
    queueClass: QueueClass,
    deadlineMs: number,
  ): Promise<void> => {
    const times = ofClass(queueClass).map(({ visibleAtMs }) => visibleAtMs);
    const awake = new AbortController();
    const untilMs = Math.min(deadlineMs, ...times) - nowMs();
    await Promise.race([changed.next(), clock.sleep(untilMs, awake.signal)]);
    awake.abort();
  };

  return {
    failing,
    sent,
    requests,
    hidden,
    inFlight: () => inFlight,
    left: (queueClass) =>
      queueClass ? ofClass(queueClass).length : messages.size,
    putGarbage: (queueClass) => {
      put({ queueClass, pointer: undefined, visibleAtMs: nowMs() });
    },
    async send(announcement) {
      check("send");
      enqueue(announcement);
    },
    async sendBatch(_queueClass, announcements) {
      check("sendBatch");
      if (announcements.length > MAX_BATCH) throw new RangeError("too many");
      const refused = new Map<TaskId, QueueError>();
      for (const announcement of announcements) {
        const cause = reasonToRefuse(announcement);
        if (cause)
          refused.set(announcement.taskId, new QueueError("send", { cause }));
        else enqueue(announcement);
      }
      return refused;
    },
    async receive(queueClass, waitSeconds) {
      requests.push({ queueClass, waitSeconds, atMs: nowMs() });
      check("receive");
      const deadlineMs = nowMs() + waitSeconds * 1_000;
      inFlight += 1;
      try {
        let message = take(queueClass);
        while (!message && nowMs() < deadlineMs) {
          await pause(queueClass, deadlineMs);
          message = take(queueClass);
        }
        return message;
      } finally {
        inFlight -= 1;
      }
    },
    async remove(message) {
      check("remove");
      const found = held(message);
      if (found) messages.delete(found);
    },
    async hide(message, forMs) {
      check("hide");
      hidden.push({ forMs });
      const found = held(message);
      if (!found) return;
      found.visibleAtMs = nowMs() + Math.ceil(forMs / 1_000) * 1_000;
      changed.notify();
    },
    async ping() {
      check("ping");
    },
  };
}

/** SQS takes no character that XML does not know. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const reasonToRefuse = ({ dispatchId }: Announcement): Error | undefined =>
  /[\uFFFE\uFFFF]/.test(dispatchId)
    ? new Error("InvalidMessageContents")
    : undefined;
