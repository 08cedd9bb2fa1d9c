import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BYTES = 32;

/**
 * What callbacks are signed with: the user's own secret, or one that is made once and kept over
 * restarts, in a file that only its owner may read.
 */
export function webhookSecret(
  stateDir: string,
  chosen: string | undefined,
): string {
  if (chosen !== undefined) return chosen;
  const file = join(stateDir, "webhook-secret");
  try {
    const kept = readFileSync(file, "utf8").trim();
    if (kept.startsWith("whsec_")) return kept;
  } catch {
    // Not there yet.
  }
  const fresh = `whsec_${randomBytes(BYTES).toString("base64")}`;
  writeFileSync(file, `${fresh}\n`, { mode: 0o600 });
  return fresh;
}
