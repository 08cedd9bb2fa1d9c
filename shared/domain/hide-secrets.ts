/** Variables whose values are secrets, by their names. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/i;

/** What replaces a secret in a text. */
const HIDDEN = "[hidden]";

/** Shorter values are no secrets, and would blot out ordinary words. */
const MIN_SECRET_LENGTH = 8;

/** Replaces whatever secret of the environment a program printed. */
export function hideSecrets(
  text: string,
  environment: Readonly<Record<string, string>>,
): string {
  return (
    Object.entries(environment)
      .filter(([name]) => SECRET_NAME.test(name))
      .map(([, value]) => value)
      .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
      // The longest first: one may hold another.
      .sort((one, other) => other.length - one.length)
      .reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text)
  );
}
