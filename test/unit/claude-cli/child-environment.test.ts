import { describe, expect, it } from "vitest";
import { childEnvironment } from "../../../shared/adapters/claude-cli/child-environment.ts";

const OWN = {
  PATH: "/bin",
  HOME: "/home/me",
  ANTHROPIC_API_KEY: "key",
  AWS_SECRET_ACCESS_KEY: "aws",
  GITHUB_TOKEN: "github",
  CCSP_GITHUB_TOKEN: "ccsp",
  CLAUDE_CODE_RETRY_WATCHDOG: "1",
  HTTPS_PROXY: "http://proxy",
  NODE_OPTIONS: "--inspect",
};

describe("what the CLI sees of the environment", () => {
  it("is what is on the list, and our settings", () => {
    expect(childEnvironment(OWN, [])).toEqual({
      PATH: "/bin",
      HOME: "/home/me",
      ANTHROPIC_API_KEY: "key",
      CLAUDE_CODE_MAX_RETRIES: "0",
      CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: "1",
      CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: "1",
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      CLAUDE_CODE_DISABLE_FILE_MENTIONS: "1",
      CLAUDE_CODE_DISABLE_ATTACHMENTS: "1",
      CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS: "180000",
    });
  });

  it("holds a further variable that the operator names", () => {
    const seen = childEnvironment(OWN, ["HTTPS_PROXY", "NOT_SET"]);
    expect(seen).toHaveProperty("HTTPS_PROXY", "http://proxy");
    expect(seen).not.toHaveProperty("NOT_SET");
  });

  it.each(["AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "CCSP_GITHUB_TOKEN"])(
    "never holds %s, named or not",
    (name) => {
      expect(childEnvironment(OWN, [name])).not.toHaveProperty(name);
    },
  );

  it("prefers a credential that was read again", () => {
    const seen = childEnvironment(OWN, [], { ANTHROPIC_API_KEY: "new" });
    expect(seen).toHaveProperty("ANTHROPIC_API_KEY", "new");
  });

  it("keeps our settings, whatever the operator names", () => {
    const own = { ...OWN, CLAUDE_CODE_MAX_RETRIES: "10" };
    const seen = childEnvironment(own, ["CLAUDE_CODE_MAX_RETRIES"]);
    expect(seen).toHaveProperty("CLAUDE_CODE_MAX_RETRIES", "0");
  });
});
