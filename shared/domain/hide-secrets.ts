/** Variables whose values are secrets, by their names. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH|COOKIE|DSN/i;

/** An address with a user's password in it, whatever the variable is called. */
const WITH_PASSWORD = /:\/\/[^/@\s]*:([^/@\s]+)@/;

/** What replaces a secret in a text. */
export const HIDDEN = "[hidden]";

/** Shorter values are no secrets, and would blot out ordinary words. */
const MIN_SECRET_LENGTH = 8;

/** Replaces whatever secret of the environment a program printed. */
export function hideSecrets(
  text: string,
  environment: Readonly<Record<string, string>>,
): string {
  return (
    Object.entries(environment)
      .flatMap(([name, value]) => secretsOf(name, value))
      .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
      // The longest first: one may hold another.
      .sort((one, other) => other.length - one.length)
      .reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text)
  );
}

function secretsOf(name: string, value: string): readonly string[] {
  const [, password] = WITH_PASSWORD.exec(value) ?? [];
  return [
    ...(SECRET_NAME.test(name) ? [value] : []),
    ...(password === undefined ? [] : [password]),
  ];
}
