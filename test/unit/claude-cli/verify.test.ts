import { describe, expect, it } from "vitest";
import { claudeCli } from "../../../shared/adapters/claude-cli/claude-cli.ts";
import type { ProcessLimits } from "../../../shared/ports/process-runner.ts";
import type { Slot, SlotRunner } from "../../../shared/ports/slot-runner.ts";
import { CAPTURED_AT, readCaptures } from "../../builders/captured-run.ts";

const captures = readCaptures();
const folders = { work: "/work", config: "/config" };

/** Verifies against a recorded run, and notes how it was asked for. */
async function verifyAgainst(name: string) {
  const capture = captures.find((each) => each.name === name);
  const asked: {
    slot: Slot;
    args: readonly string[];
    limits: ProcessLimits;
  }[] = [];
  const runner: SlotRunner = {
    run: async (slot, command, limits) => {
      const { args, onStdout } = command(folders);
      asked.push({ slot, args, limits });
      onStdout(Buffer.from(capture?.stdout ?? ""));
      return { exitCode: capture?.exitCode ?? 0, durationMs: 1 };
    },
  };
  const cli = claudeCli({
    runner,
    file: "claude",
    environment: () => ({}),
    configDirectory: "private",
    now: () => CAPTURED_AT,
  });
  const verification = await cli.verify(new AbortController().signal);
  return { verification, asked };
}

describe("a verification of the login", () => {
  it.each([
    ["success-stream-json-330", "works"],
    ["d-429-oauth-unified", "works"],
    ["r0-429", "works"],
    ["r0-401-oauth", "fails"],
    ["nokey-stream-json", "fails"],
    ["r0-529", "inconclusive"],
    ["r0-connrefused", "inconclusive"],
    ["f-bad-flag", "inconclusive"],
  ])("that went as %s: the login %s", async (name, login) => {
    expect(captures.map((each) => each.name)).toContain(name);
    const { verification } = await verifyAgainst(name);
    expect(verification.login).toBe(login);
  });

  it("is one run of one turn and 10 s, in a place of its own", async () => {
    const { asked } = await verifyAgainst("success-stream-json-330");
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      slot: "verify",
      limits: { timeoutMs: 10_000 },
    });
    expect(asked[0]?.args.slice(-2)).toEqual(["--max-turns", "1"]);
  });
});
