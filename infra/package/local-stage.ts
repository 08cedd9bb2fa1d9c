/**
 * The stage of a command that names none, `local`, is for emulators: it has no executor's service, and secrets in the
 * clear. So it is deployed only to where the SDK's own variable leads every service, which is then no account of AWS.
 */
const OF_AWS = /\.(amazonaws\.com(\.cn)?|api\.aws)$/u;

/** Empty when it may be deployed. */
export function problemsOfLocalStage(
  stage: string,
  { AWS_ENDPOINT_URL: endpoint = "" }: { readonly AWS_ENDPOINT_URL?: string },
): readonly string[] {
  if (stage !== "local" || isElsewhere(endpoint)) return [];
  return [
    "--stage: local, which is meant when none is named, is for emulators alone: say --stage dev or --stage prod, or name the emulator's URL in AWS_ENDPOINT_URL",
  ];
}

const isElsewhere = (endpoint: string): boolean =>
  URL.canParse(endpoint) && !OF_AWS.test(new URL(endpoint).hostname);
