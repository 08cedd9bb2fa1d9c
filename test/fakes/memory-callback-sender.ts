import type { TryEnd } from "../../shared/domain/callback.ts";
import type {
  CallbackMessage,
  CallbackSender,
} from "../../shared/ports/callback-sender.ts";

export interface MemoryCallbackSender extends CallbackSender {
  readonly posted: readonly CallbackMessage[];
  /** How the next tries end, one after the other; after them, and without any, all are answered 204. */
  readonly ends: TryEnd[];
}

export function memoryCallbackSender(): MemoryCallbackSender {
  const posted: CallbackMessage[] = [];
  const ends: TryEnd[] = [];
  return {
    posted,
    ends,
    post: async (message) => {
      posted.push(message);
      return ends.shift() ?? { kind: "answered", status: 204 };
    },
  };
}
