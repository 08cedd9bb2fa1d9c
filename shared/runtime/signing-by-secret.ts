/** What callbacks are signed with, where a secret that is kept elsewhere holds it: read when it is needed, and now and then anew. */
import type { ReadSigning } from "../ports/callback-sender.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { ReadSecret } from "../ports/read-secret.ts";
import { remember } from "./remember.ts";
import { WebhookVariables } from "./webhook-secret.ts";

/** So old what was read may be; a renewed one signs after that. */
const SECRET_MS = 300_000;

/** Agents read these, so they name the variable and not the account that is in its value. */
const EMPTY =
  "the secret that CCSP_WEBHOOK_SECRET_ARN names is empty: an operator has to put one in";
const UNUSABLE =
  "the secret that CCSP_WEBHOOK_SECRET_ARN names does not hold whsec_ and the base64 of 24 to 64 bytes: an operator has to put one in";

export function signingBySecret(deps: {
  readonly readSecret: ReadSecret;
  readonly secretId: string;
  readonly journal: Journal;
  readonly clock: Pick<Clock, "now">;
}): ReadSigning {
  const { readSecret, secretId, journal, clock } = deps;
  const read: ReadSigning = async () => {
    const text = await readSecret(secretId).catch((error: unknown) => {
      journal.note({ event: "webhook-secret-unread", level: "error", error });
      throw error;
    });
    const { data } = WebhookVariables.CCSP_WEBHOOK_SECRET.safeParse(text);
    if (data === undefined) {
      journal.note({
        event: "webhook-secret-unusable",
        level: "error",
        place: secretId,
        problem: UNUSABLE,
      });
      return { problem: UNUSABLE };
    }
    return data.length > 0 ? { secrets: data } : { problem: EMPTY };
  };
  return remember(read, SECRET_MS, clock);
}
