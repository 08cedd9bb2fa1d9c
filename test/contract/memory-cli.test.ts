import { describe, expect, it } from "vitest";
import type { CliRequest } from "../../shared/ports/cli.ts";
import { memoryCli } from "../fakes/memory-cli.ts";
import { cliContract } from "./cli.contract.ts";

const never = new AbortController().signal;
const request: CliRequest = { prompt: "do", timeoutMs: 5_000 };

cliContract("memoryCli", () =>
  Promise.resolve({
    cli: memoryCli({
      script: ({ prompt }) => {
        if (prompt === "fail") return { outcome: "session-expired" };
        return prompt === "answer" ? { result: "fine" } : undefined;
      },
    }),
    answeringPrompt: "answer",
    failingPrompt: "fail",
    endlessPrompt: "wait",
    dispose: () => Promise.resolve(),
  }),
);

describe("memoryCli", () => {
  it("lets the test end a run when it likes", async () => {
    const cli = memoryCli();
    const running = cli.run(request, { slot: 3, stop: never });
    const seen = await cli.nextRun();
    expect(seen).toMatchObject({ request, slot: 3 });
    expect(seen.isFinished()).toBe(false);
    seen.finish({ outcome: "billing" });
    await expect(running).resolves.toMatchObject({ outcome: "billing" });
    expect(seen.isFinished()).toBe(true);
  });

  it("hands out each run once, in the order in which they began", async () => {
    const cli = memoryCli({ script: () => ({}) });
    const early = cli.nextRun();
    await cli.run({ ...request, prompt: "one" }, { slot: 0, stop: never });
    await cli.run({ ...request, prompt: "two" }, { slot: 0, stop: never });
    const prompts = [await early, await cli.nextRun()].map(
      (run) => run.request.prompt,
    );
    expect(prompts).toEqual(["one", "two"]);
    expect(cli.runs).toHaveLength(2);
  });
});
