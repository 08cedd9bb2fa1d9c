import { describe, expect, it } from "vitest";
import {
  followSession,
  type SessionFollowerDeps,
} from "../../../../shared/app/executor/follow-session.ts";
import { aRun, newTaskId } from "../../../builders/task.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { memoryJournal } from "../../../fakes/memory-journal.ts";

const of = { taskId: newTaskId(), startedAt: START };
const stop = new AbortController().signal;

const aFollower = (change: Partial<SessionFollowerDeps> = {}) => {
  const journal = memoryJournal();
  const follower = followSession({
    executorId: "e-1",
    reportLoss: async () => ({ kind: "lost", tell: async () => undefined }),
    verifyLogin: async () => ({ finding: "none" }),
    journal,
    refresh: async () => undefined,
    ...change,
  });
  return { journal, ...follower };
};

describe("a run's word about the login", () => {
  it.each(["success", "usage-limit", "misconfigured", "crashed"] as const)(
    "is none when it ended as %s",
    async (outcome) => {
      expect(await aFollower().after(aRun({ outcome }), of)).toBeUndefined();
    },
  );

  it.each([
    ["session-expired", "401", "401"],
    ["billing", undefined, "billing"],
  ] as const)("is told when it ended as %s", async (outcome, said, reason) => {
    const told: unknown[] = [];
    const follower = aFollower({
      reportLoss: async (loss) => {
        told.push(loss);
        return { kind: "known", tell: async () => undefined };
      },
    });
    const run = aRun({ outcome, ...(said && { reason: said }) });
    expect(await follower.after(run, of)).toMatchObject({ kind: "known" });
    expect(told).toEqual([
      { cause: outcome, reason, executorId: "e-1", ...of },
    ]);
  });

  it("that could not be written is left to the next run", async () => {
    const follower = aFollower({
      reportLoss: () => Promise.reject(new Error("the table is away")),
    });
    const report = await follower.after(aRun({ outcome: "billing" }), of);
    expect(report?.kind).toBe("known");
    await report?.tell();
    expect(follower.journal.of("loss-not-told")).toHaveLength(1);
  });
});

describe("a verification", () => {
  it("is one at a time, and the next one comes after it", async () => {
    let begun = 0;
    let finish = (): void => undefined;
    const follower = aFollower({
      verifyLogin: async () => {
        begun += 1;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return { finding: "none" };
      },
    });
    follower.look(stop);
    follower.look(stop);
    expect(begun).toBe(1);
    finish();
    await follower.settled();
    follower.look(stop);
    expect(begun).toBe(2);
    finish();
    await follower.settled();
  });

  it("that could not be written comes again", async () => {
    const follower = aFollower({
      verifyLogin: () => Promise.reject(new Error("the table is away")),
    });
    follower.look(stop);
    await follower.settled();
    expect(follower.journal.of("not-verified")).toHaveLength(1);
  });
});
