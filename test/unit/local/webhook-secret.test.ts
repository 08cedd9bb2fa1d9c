import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { webhookSecret } from "../../../infra/local/webhook-secret.ts";
import { WebhookVariables } from "../../../shared/runtime/webhook-secret.ts";

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "ccsp-webhook-secret-"));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

describe("the secret of a local stack", () => {
  it("is the user's own, which is not kept", () => {
    expect(webhookSecret(stateDir, "whsec_own")).toBe("whsec_own");
    expect(() => statSync(join(stateDir, "webhook-secret"))).toThrow("ENOENT");
  });

  it("is made once, for its owner only, and is one that the service takes", () => {
    const secret = webhookSecret(stateDir, undefined);
    expect(webhookSecret(stateDir, undefined)).toBe(secret);
    const { mode } = statSync(join(stateDir, "webhook-secret"));
    expect(mode & 0o777).toBe(0o600);
    const { CCSP_WEBHOOK_SECRET: schema } = WebhookVariables;
    expect(schema.parse(secret)).toEqual([secret]);
  });

  it("is made anew when its file holds none", () => {
    writeFileSync(join(stateDir, "webhook-secret"), "\n");
    expect(webhookSecret(stateDir, undefined)).toMatch(/^whsec_.{44}$/);
  });
});
