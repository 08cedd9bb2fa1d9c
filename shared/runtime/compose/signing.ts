/** Where it is known what callbacks are signed with: in the environment itself, or in the secret that it names. */
import { secretsManagerReadSecret } from "../../adapters/secrets-manager/read-secret.ts";
import type { ReadSigning } from "../../ports/callback-sender.ts";
import { loadWebhookConfig } from "../config.ts";
import { signingBySecret } from "../signing-by-secret.ts";
import type { Foundation } from "./foundation.ts";

const NOT_SET =
  "this service has no secret to sign with: an operator has to set CCSP_WEBHOOK_SECRET";

export function composeSigning(base: Foundation): ReadSigning {
  const { secrets, secretId } = loadWebhookConfig();
  if (secrets.length > 0) return () => Promise.resolve({ secrets });
  if (secretId === undefined)
    return () => Promise.resolve({ problem: NOT_SET });
  return signingBySecret({
    ...base,
    secretId,
    readSecret: secretsManagerReadSecret(),
  });
}
