import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OutcomeName } from "../../shared/domain/outcome.ts";
import type { Cli, CliRequest } from "../../shared/ports/cli.ts";

/** A Cli, and prompts by which it can be made to do what the contract is about. */
export interface CliUnderTest {
  readonly cli: Cli;
  /** Answers with the text `fine`. */
  readonly answeringPrompt: string;
  /** Fails: as a login that has expired does, if the Cli tells such failures apart. */
  readonly failingPrompt: string;
  /** Never ends by itself. */
  readonly endlessPrompt: string;
  dispose(): Promise<void>;
}

/** What every implementation of the port promises. */
export function cliContract(
  name: string,
  create: () => Promise<CliUnderTest>,
): void {
  describe(`${name} is a Cli`, () => {
    let subject: CliUnderTest;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(async () => {
      await subject.dispose();
    });
    const never = new AbortController().signal;
    const run = (
      request: Partial<CliRequest>,
      {
        slot = 0,
        stop = never,
        ...listeners
      }: {
        slot?: number;
        stop?: AbortSignal;
        onStarted?: (pid: number) => void;
      } = {},
    ) => {
      const prompt = subject.answeringPrompt;
      const whole = { prompt, timeoutMs: 60_000, ...request };
      return subject.cli.run(whole, { slot, stop, ...listeners });
    };

    it("says its version", async () => {
      await expect(subject.cli.check()).resolves.toEqual({
        usable: true,
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      });
    });

    it("gives the answer, its size and how long it took", async () => {
      await expect(run({})).resolves.toMatchObject({
        outcome: "success",
        result: "fine",
        resultBytes: 4,
        executionTimeMs: expect.any(Number),
      });
    });

    it("tells the process id of a run once", async () => {
      const pids: number[] = [];
      await run({}, { onStarted: (pid) => pids.push(pid) });
      expect(pids).toEqual([expect.any(Number)]);
      expect(pids[0]).toBeGreaterThan(0);
    });

    it("gives a failure in the shape of a success, with a reason", async () => {
      const { structuredOutcomes } = subject.cli.capabilities;
      const failed = await run({ prompt: subject.failingPrompt });
      expect(failed).toMatchObject({
        outcome: structuredOutcomes ? "session-expired" : "unknown",
        reason: expect.stringMatching(/./),
        executionTimeMs: expect.any(Number),
      });
      expect(failed.result).toBeUndefined();
    });

    it("reports what a run used, if it is able to", async () => {
      const { usage } = await run({});
      expect(usage !== undefined).toBe(subject.cli.capabilities.usage);
    });

    it.each([
      ["systemPrompt", { systemPrompt: "Be brief." }],
      ["model", { model: "opus" }],
      ["limits", { maxTurns: 3 }],
      ["limits", { maxBudgetUsd: 0.5 }],
    ] as const)(
      "honours or refuses a request that needs %s: %j",
      async (capability, wish) => {
        const isAble = subject.cli.capabilities[capability];
        const { outcome, reason, executionTimeMs } = await run(wish);
        const expected: OutcomeName = isAble ? "success" : "invalid-request";
        expect(outcome).toBe(expected);
        if (isAble) return;
        expect(reason).toContain(Object.keys(wish)[0]);
        expect(executionTimeMs).toBe(0);
      },
    );

    it("finds out that a login works", async () => {
      const verification = await subject.cli.verify(never);
      expect(verification).toEqual({ login: "works" });
    });

    it("says nothing about the login when it is stopped", async () => {
      const verification = await subject.cli.verify(AbortSignal.abort());
      expect(verification).toEqual({
        login: "inconclusive",
        reason: expect.stringMatching(/./),
      });
    });

    it("ends a run that takes too long", async () => {
      const endless = { prompt: subject.endlessPrompt, timeoutMs: 300 };
      await expect(run(endless)).resolves.toMatchObject({ outcome: "timeout" });
    });

    it("ends a run that is stopped", async () => {
      const stop = new AbortController();
      const prompt = subject.endlessPrompt;
      const running = run({ prompt }, { stop: stop.signal });
      setTimeout(() => stop.abort(), 200);
      await expect(running).resolves.toMatchObject({ outcome: "interrupted" });
    });

    it("does not begin what was stopped before", async () => {
      const stop = AbortSignal.abort();
      await expect(run({}, { stop })).resolves.toMatchObject({
        outcome: "interrupted",
      });
    });

    it("runs in several slots at once, and again in each", async () => {
      const slots = [0, 1, 0, 1].map((slot) => ({ slot }));
      const first = await Promise.all(
        slots.slice(0, 2).map((at) => run({}, at)),
      );
      const second = await Promise.all(slots.slice(2).map((at) => run({}, at)));
      for (const { outcome } of [...first, ...second]) {
        expect(outcome).toBe("success");
      }
    });
  });
}
