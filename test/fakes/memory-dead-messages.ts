import type { Clock } from "../../shared/ports/clock.ts";
import type {
  DeadMessage,
  DeadMessages,
} from "../../shared/ports/dead-messages.ts";
import {
  type Pointer,
  QueueError,
  VISIBILITY_MS,
} from "../../shared/ports/task-queue.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";

export interface MemoryDeadMessages extends DeadMessages {
  readonly failing: Failing<DeadMessages>;
  /** A message with this body was given up. */
  put(body: string): void;
  /** Those that nobody removed, hidden ones too. */
  left(): number;
}

interface Message {
  readonly id: string;
  readonly body: string;
  visibleAtMs: number;
}

export function memoryDeadMessages(clock: Clock): MemoryDeadMessages {
  const messages = new Map<string, Message>();
  const failing: Failing<DeadMessages> = new Set();
  let ids = 0;

  const nowMs = (): number => clock.now().getTime();
  const check = (method: keyof DeadMessages): void => {
    refuseIfFailing(failing, method, (...told) => new QueueError(...told));
  };

  return {
    failing,
    left: () => messages.size,
    put(body) {
      ids += 1;
      const id = `message-${ids}`;
      messages.set(id, { id, body, visibleAtMs: nowMs() });
    },
    async receive(max) {
      check("receive");
      const visible = [...messages.values()]
        .filter(({ visibleAtMs }) => visibleAtMs <= nowMs())
        .slice(0, max);
      for (const each of visible) each.visibleAtMs = nowMs() + VISIBILITY_MS;
      return visible.map(toDeadMessage);
    },
    async remove({ receipt }) {
      check("remove");
      messages.delete(receipt);
    },
  };
}

const toDeadMessage = ({ id, body }: Message): DeadMessage => ({
  pointer: readPointer(body),
  messageId: id,
  bytes: body.length,
  receipt: id,
});

/** A body that is JSON is taken for a pointer. */
function readPointer(body: string): Pointer | undefined {
  try {
    return JSON.parse(body) as Pointer;
  } catch {
    return undefined;
  }
}
