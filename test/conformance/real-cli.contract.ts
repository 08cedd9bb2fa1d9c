/** What we rely on in every version of the real CLI. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CliRequest } from "../../shared/ports/cli.ts";
import { cliContract } from "../contract/cli.contract.ts";
import {
  type Answer,
  fallsSilent,
  says,
  usesTool,
} from "../fakes/messages-api-answers.ts";
import { API_CASES, RESETS_AT } from "./api-cases.ts";
import { NEWEST } from "./claude-code.ts";
import { API_KEY, OAUTH_TOKEN } from "./credentials.ts";
import { type RealCli, realCli } from "./real-cli.ts";
import { invalidKey, usageHeaders, usedUp } from "./refusals.ts";

const FOREVER = "(trap '' TERM; setsid tail -f /dev/null) & tail -f /dev/null";
const LOOK_EVERY_MS = 50;

export function realCliContract(version: string): void {
  cliContract(`claude ${version}`, async () => {
    const real = await realCli(version);
    const prompt = (answer: Answer) => `Go. ${real.api.script(answer).tag}`;
    return {
      cli: real.cli(API_KEY),
      answeringPrompt: prompt(says("fine")),
      failingPrompt: prompt(invalidKey),
      endlessPrompt: prompt(fallsSilent),
      dispose: real.end,
    };
  });

  describe(`claude ${version}`, () => {
    let real: RealCli;
    beforeAll(async () => {
      real = await realCli(version);
    });
    afterAll(async () => {
      expect(real.survivors()).toEqual([]);
      expect(await real.leftFiles()).toEqual([]);
      await real.end();
    });

    /** One run, told to the API by its answers. */
    const start = (
      answers: readonly [Answer, ...Answer[]],
      {
        credential = API_KEY,
        allowedTools = [],
        stop = new AbortController().signal,
        ...request
      }: Partial<CliRequest> & {
        readonly credential?: Parameters<RealCli["cli"]>[0];
        readonly allowedTools?: readonly string[];
        readonly stop?: AbortSignal;
      } = {},
    ) => {
      const { tag, requests } = real.api.script(...answers);
      const whole = { prompt: `Go. ${tag}`, timeoutMs: 60_000, ...request };
      const cli = real.cli(credential, { allowedTools });
      return { requests, run: cli.run(whole, { slot: 0, stop }) };
    };

    it.each(API_CASES)("$what is $outcome", async (one) => {
      const { outcome, answers, credential, request } = one;
      const { run, requests } = start(answers, { credential, ...request });
      const [newest, oldest] = one.requests ?? [1, 1];
      const asked = version === NEWEST ? newest : oldest;
      await expect(run).resolves.toMatchObject({ outcome });
      expect(requests.map((each) => each.credential)).toEqual(
        Array(asked).fill(credential === API_KEY ? "api-key" : "oauth-token"),
      );
    });

    it("says when a used-up window ends, and how far it is used up", async () => {
      const credential = OAUTH_TOKEN;
      const rejected = await start([usedUp(RESETS_AT)], { credential }).run;
      expect(rejected).toMatchObject({ resetsAt: RESETS_AT });
      const headers = usageHeaders("allowed_warning", 0.92, RESETS_AT);
      const answer = says("fine", { headers });
      const warned = await start([answer], { credential }).run;
      expect(warned.usageWindows).toContainEqual({
        name: "five_hour",
        utilization: 0.92,
        resetsAt: RESETS_AT,
      });
    });

    it("attaches no file that the prompt names", async () => {
      const folder = await mkdtemp(join(tmpdir(), "ccsp-secret-"));
      const file = join(folder, "not-for-the-model.txt");
      await writeFile(file, "the secret of the house");
      const { tag, requests } = real.api.script(says("no"));
      const prompt = `Read @${file} and @/etc/hostname. ${tag}`;
      const { signal: stop } = new AbortController();
      const run = await real
        .cli(API_KEY)
        .run({ prompt, timeoutMs: 60_000 }, { slot: 0, stop });
      await rm(folder, { recursive: true });
      expect(run).toMatchObject({ outcome: "success", result: "no" });
      expect(requests[0]?.conversation).toContain(prompt);
      expect(requests[0]?.body.includes("the secret of the house")).toBe(false);
    });

    it("shows its tools none of our own variables but the run's mark", async () => {
      const env = usesTool("Bash", { command: "env", description: "Look" });
      const allowedTools = ["Bash"];
      const { run, requests } = start([env, says("seen")], { allowedTools });
      await expect(run).resolves.toMatchObject({ result: "seen" });
      const names = requests
        .at(-1)
        ?.toolResults.join("\n")
        .match(/^\w+(?==)/gm);
      expect(names).toContain("CLAUDECODE");
      expect(names?.filter((name) => /^(AWS|GITHUB|CCSP)_/.test(name))).toEqual(
        ["CCSP_RUN"],
      );
    });

    it("leaves none of its tools alive when it is stopped", async () => {
      const tool = usesTool("Bash", { command: FOREVER, description: "Wait" });
      const stopping = new AbortController();
      const options = { allowedTools: ["Bash"], stop: stopping.signal };
      const { run } = start([tool, says("over?")], options);
      const tails = () =>
        real.survivors().filter((each) => each.commandLine.startsWith("tail"));
      while (tails().length < 2) await sleep(LOOK_EVERY_MS);
      stopping.abort();
      await expect(run).resolves.toMatchObject({ outcome: "interrupted" });
      expect(real.survivors()).toEqual([]);
    });
  });
}
