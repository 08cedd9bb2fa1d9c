/** Secrets that AWS keeps. */
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import { type ReadSecret, SecretError } from "../../ports/read-secret.ts";

const LIMITS = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
  },
};

/** @param settings what does not come from the SDK's own variables (region, credentials, endpoint) */
export function secretsManagerReadSecret(
  settings: SecretsManagerClientConfig = {},
): ReadSecret {
  const client = new SecretsManagerClient({ ...LIMITS, ...settings });
  return async (id) => {
    try {
      const answer = await client.send(
        new GetSecretValueCommand({ SecretId: id }),
      );
      return answer.SecretString;
    } catch (error) {
      // Also what is there, but was never given a value, is called so.
      if (error instanceof ResourceNotFoundException) return undefined;
      throw new SecretError(id, { cause: error });
    }
  };
}
