/** Brings the notice of a task's end to whoever asked for it. */
import type { TryEnd } from "../domain/callback.ts";

export interface CallbackMessage {
  readonly url: string;
  /** The same in all tries: by it a receiver tells a repetition. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/** What signs callbacks now, or why nothing can. Rejects when nobody can tell at the moment. */
export type ReadSigning = () => Promise<
  { readonly secrets: readonly string[] } | { readonly problem: string }
>;

export interface CallbackSender {
  /**
   * Posts it once, signed, to a target that it has checked. Follows no redirect, and gives up when
   * the answer does not come in seconds. Never rejects: whatever happens is an end.
   */
  post(message: CallbackMessage): Promise<TryEnd>;
}
