/** The CLI's credential as it was when it was last read from its secret. */
import type { Journal } from "../ports/journal.ts";
import type { ReadSecret } from "../ports/read-secret.ts";
import { type CredentialVariables, toCredentials } from "./credentials-file.ts";

export interface KeptCredentials {
  readonly current: () => CredentialVariables;
  /** Never rejects: what cannot be read now stays as it was, and is told. */
  readonly refresh: () => Promise<void>;
}

export function keptCredentials(deps: {
  readonly readSecret: ReadSecret;
  readonly secretId: string;
  readonly journal: Journal;
}): KeptCredentials {
  const { readSecret, secretId, journal } = deps;
  let current: CredentialVariables = {};
  return {
    current: () => current,
    refresh: async () => {
      try {
        const text = await readSecret(secretId);
        current =
          text === undefined ? {} : toCredentials(text, secretId, journal);
      } catch (error) {
        journal.note({ event: "credentials-unread", level: "error", error });
      }
    },
  };
}
