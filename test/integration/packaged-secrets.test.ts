/** What is deployed refers to secrets: whoever may look at a stack, a function or a task definition learns none. */
import { beforeAll, expect, it } from "vitest";
import {
  ofType,
  packaged,
  PACKAGES_WITHIN_MS,
  type PackagedTemplate,
} from "./harness/packaged.ts";

/** What a shell may hold. */
const SECRETS = {
  ANTHROPIC_API_KEY: "sk-ant-api03-canary",
  ANTHROPIC_AUTH_TOKEN: "auth-token-canary",
  CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-canary",
  AWS_ACCESS_KEY_ID: "AKIACANARY",
  AWS_SECRET_ACCESS_KEY: "aws-secret-canary",
  AWS_SESSION_TOKEN: "aws-session-canary",
  CCSP_GITHUB_TOKEN: "github_pat_canary",
  CCSP_TOKEN: "ccsp_canary_token",
  CCSP_WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
};
/** What is no secret stands in the template: it is the one that was made of this shell. */
const CCSP_GITHUB_REPO = "acme/no-secret";

let template: PackagedTemplate;
beforeAll(async () => {
  template = await packaged("prod", { ...SECRETS, CCSP_GITHUB_REPO });
}, PACKAGES_WITHIN_MS);

it.each(Object.entries(SECRETS))("%s stands nowhere in it", (_, value) => {
  const text = JSON.stringify(template);
  // Not by a matcher of text: that would print the whole template.
  expect(text.includes(CCSP_GITHUB_REPO)).toBe(true);
  expect(text.includes(value)).toBe(false);
});

it("Each secret is made empty, and nothing but its ARN is handed on", () => {
  const secrets = ofType(template, "AWS::SecretsManager::Secret");
  expect(secrets.map(([id]) => id).toSorted()).toEqual([
    ...["CliCredential", "GitHubToken", "WebhookSecret"],
  ]);
  for (const [id, { Properties }] of secrets) {
    expect(Object.keys(Properties).toSorted()).toEqual(["Description", "Tags"]);
    expect(template["Outputs"]).toMatchObject({
      [`${id}Arn`]: { Value: { Ref: id } },
    });
  }
});
