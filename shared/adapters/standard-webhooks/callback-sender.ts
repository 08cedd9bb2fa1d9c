/** Callbacks as signed webhooks: https://www.standardwebhooks.com */
import { lookup } from "node:dns/promises";
import { Webhook } from "standardwebhooks";
import type { TryEnd } from "../../domain/callback.ts";
import type {
  CallbackMessage,
  CallbackSender,
  ReadSigning,
} from "../../ports/callback-sender.ts";
import { addressProblem, hostOf, urlProblem } from "./forbidden-target.ts";
import { type Address, postOnce } from "./post-once.ts";

export interface SenderOptions {
  /** `whsec_` and base64 each; all of them sign, so that one can take the place of another. */
  readonly signing: ReadSigning;
  readonly allowsPrivate: () => Promise<boolean>;
  readonly now: () => Date;
  /** All addresses of a name. */
  readonly resolve?: (name: string) => Promise<readonly Address[]>;
  /** From the question for the name to the status of the answer. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

export function standardWebhooksSender(options: SenderOptions): CallbackSender {
  const { signing, allowsPrivate, now, timeoutMs = TIMEOUT_MS } = options;
  const { resolve = (name: string) => lookup(name, { all: true }) } = options;

  const headersOf = (
    { id, body }: CallbackMessage,
    secrets: readonly string[],
  ) => {
    const at = now();
    return {
      "content-type": "application/json",
      "user-agent": "ccsp",
      "webhook-id": id,
      "webhook-timestamp": `${Math.floor(at.getTime() / 1_000)}`,
      "webhook-signature": secrets
        .map((secret) => new Webhook(secret).sign(id, at, body))
        .join(" "),
    };
  };

  const tryOnce = async (
    message: CallbackMessage,
    signal: AbortSignal,
  ): Promise<TryEnd> => {
    const signed = await unless(signal, signing());
    if ("problem" in signed) return unreachable(signed.problem);
    const isPrivateAllowed = await allowsPrivate();
    const url = new URL(message.url);
    const problem = urlProblem(url, isPrivateAllowed);
    if (problem !== undefined) return { kind: "forbidden", problem };
    const addresses = await unless(signal, resolve(hostOf(url)));
    for (const { address } of addresses) {
      const refused = addressProblem(address, isPrivateAllowed);
      if (refused !== undefined) return { kind: "forbidden", problem: refused };
    }
    const headers = headersOf(message, signed.secrets);
    const { body } = message;
    const post = { url, addresses, headers, body, signal };
    return { kind: "answered", status: await postOnce(post) };
  };

  return {
    async post(message) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        return await tryOnce(message, signal);
      } catch (error) {
        return unreachable(
          signal.aborted ? `no answer within ${timeoutMs} ms` : inShort(error),
        );
      }
    },
  };
}

const unreachable = (problem: string): TryEnd => ({
  kind: "unreachable",
  problem,
});

/** Waits no longer than the signal allows. */
async function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(new Error("too late"));
    };
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Its code when it has one: messages can hold parts of the URL. */
function inShort(error: unknown): string {
  const code: unknown =
    error instanceof Error ? Reflect.get(error, "code") : undefined;
  if (typeof code === "string") return code;
  return error instanceof Error ? error.message.slice(0, 200) : "no answer";
}
