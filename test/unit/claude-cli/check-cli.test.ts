import { describe, expect, it } from "vitest";
import { checkCli } from "../../../shared/adapters/claude-cli/check-cli.ts";
import type { SlotRunner } from "../../../shared/ports/slot-runner.ts";

/** Runs a program that prints this and ends well. */
const printing = (text: string): SlotRunner => ({
  run: async (_slot, command) => {
    command({ work: "/work", config: "/config" }).onStdout(Buffer.from(text));
    return { exitCode: 0, durationMs: 1 };
  },
});

describe("what a program answers that is not the CLI", () => {
  it("is quoted without the secrets that it was given", async () => {
    const env = { ANTHROPIC_API_KEY: `sk-${"1".repeat(80)}` };
    const runner = printing(`hello ${env.ANTHROPIC_API_KEY}`);
    const check = await checkCli(runner, "other", env);
    expect(check).toMatchObject({
      usable: false,
      reason: expect.stringContaining('with "hello [hidden]"'),
    });
  });
});
