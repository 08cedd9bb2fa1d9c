import { describe, expect, it } from "vitest";
import { reportLoss } from "../../../../shared/app/session/report-loss.ts";
import { tendIssue } from "../../../../shared/app/session/tend-issue.ts";
import { EDIT_EVERY_MS } from "../../../../shared/domain/session-issue.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aSession } from "../../../builders/session.ts";
import { START } from "../../../fakes/memory-clock.ts";
import {
  A_MINUTE,
  aRefusal,
  aSessionWorld,
  type SessionWorld,
} from "./a-session-world.ts";

/** A world whose login was lost, and whose issue is open. */
async function aLostWorld(): Promise<SessionWorld> {
  const world = aSessionWorld();
  const report = await reportLoss(world.deps)(aRefusal);
  await report.tell();
  world.tracker.calls.splice(0);
  return world;
}

/** As the cron does: a minute later. */
async function nextMinute(world: SessionWorld): Promise<void> {
  await world.clock.advance(A_MINUTE);
  await tendIssue(world.deps)();
}

describe("Each minute", () => {
  it("does nothing while the login is not lost, but knows it from then on", async () => {
    const world = aSessionWorld();
    expect(await tendIssue(world.deps)()).toMatchObject({
      state: "active",
      since: START,
    });
    await nextMinute(world);
    expect((await world.session()).since).toEqual(START);
    expect(world.tracker.calls).toEqual([]);
  });

  it("watches the issue, which costs nothing while nothing changes", async () => {
    const world = await aLostWorld();
    await nextMinute(world);
    expect((await world.session()).state).toBe("monitoring");
    const { version } = await world.control.sessions.read();
    await nextMinute(world);
    await nextMinute(world);
    expect(world.tracker.calls).toEqual(["read", "read", "read"]);
    expect((await world.control.sessions.read()).version).toBe(version);
  });

  it("asks for a verification when the issue was closed", async () => {
    const world = await aLostWorld();
    await nextMinute(world);
    world.tracker.change(1, { isOpen: false });
    await nextMinute(world);
    expect((await world.session()).state).toBe("verifying");
    await nextMinute(world);
    expect(world.tracker.calls).toEqual(["read", "read"]);
    expect(world.journal.of("session-issue-closed")).toHaveLength(1);
  });

  it("asks for it too when the issue was closed before it was looked at", async () => {
    const world = await aLostWorld();
    world.tracker.change(1, { isOpen: false });
    await nextMinute(world);
    expect((await world.session()).state).toBe("verifying");
  });

  it("asks once, of however many see it closed", async () => {
    const world = await aLostWorld();
    world.tracker.change(1, { isOpen: false });
    await Promise.all([1, 2, 3].map(() => tendIssue(world.deps)()));
    expect((await world.session()).state).toBe("verifying");
    expect(world.journal.of("session-issue-closed")).toHaveLength(1);
  });

  it("keeps the issue's text current, at most every five minutes", async () => {
    const world = await aLostWorld();
    world.waiting = { tasks: 2, agents: ["alice", "bob"] };
    for (let minutes = 1; minutes < EDIT_EVERY_MS / A_MINUTE; minutes += 1)
      await nextMinute(world);
    expect(world.tracker.calls).not.toContain("edit");
    await nextMinute(world);
    expect(world.issues()[0]?.body).toContain("2 tasks of 2 agents");
    for (let minutes = 0; minutes < 10; minutes += 1) await nextMinute(world);
    const edits = world.tracker.calls.filter((each) => each === "edit");
    expect(edits).toHaveLength(1);
  });

  it("writes no text while somebody else writes", async () => {
    const world = await aLostWorld();
    await nextMinute(world);
    world.waiting = { tasks: 2, agents: ["alice", "bob"] };
    const pen = { id: "other", until: later(START, 10 * EDIT_EVERY_MS) };
    await world.set({ ...(await world.session()), pen });
    await world.clock.advance(EDIT_EVERY_MS);
    await nextMinute(world);
    expect(world.tracker.calls).not.toContain("edit");
  });

  it("does all but the issue where no tracker is configured", async () => {
    const world = await aLostWorld();
    await world.control.gates.open("session");
    await tendIssue(world.withoutTracker)();
    expect(await world.session()).toMatchObject({
      state: "active",
      restoredAt: START,
      owed: [{ issue: 1, word: "opened" }],
    });
    expect(world.tracker.calls).toEqual([]);
    expect(world.journal.of("session-opened-by-hand")).toHaveLength(1);
  });

  it("tells the issue when somebody opened the gate by hand", async () => {
    const world = await aLostWorld();
    await world.control.gates.open("session");
    await nextMinute(world);
    expect(world.issues()).toMatchObject([
      { isOpen: false, comments: [expect.stringContaining("by hand")] },
    ]);
    expect((await world.session()).owed).toEqual([]);
  });
});

describe("An issue that is not there", () => {
  it("is opened when whoever closed the gate died before", async () => {
    const world = aSessionWorld();
    await reportLoss(world.deps)(aRefusal);
    await nextMinute(world);
    expect(world.issues()).toHaveLength(1);
    expect((await world.session()).state).toBe("notified");
  });

  it("is found when whoever opened it died before it was recorded", async () => {
    const world = aSessionWorld();
    const { sessions } = world.deps;
    const dying = {
      ...world.deps,
      sessions: {
        read: sessions.read,
        replace: async (
          ...[seen, next]: Parameters<typeof sessions.replace>
        ) =>
          next.issue
            ? Promise.reject(new Error("killed"))
            : sessions.replace(seen, next),
      },
    };
    const report = await reportLoss(dying)(aRefusal);
    await report.tell();
    expect(world.issues()).toHaveLength(1);
    expect(await world.session()).not.toHaveProperty("issue");
    await nextMinute(world);
    expect(world.issues()).toHaveLength(1);
    expect((await world.session()).issue?.number).toBe(1);
  });

  it("waits for the pen of somebody who may be opening it", async () => {
    const world = aSessionWorld();
    await reportLoss(world.deps)(aRefusal);
    const pen = { id: "other", until: later(START, 1_000) };
    await world.set({ ...(await world.session()), pen });
    await tendIssue(world.deps)();
    expect(world.tracker.calls).toEqual([]);
    await nextMinute(world);
    expect(world.issues()).toHaveLength(1);
  });

  it("is opened once when two find it missing, one after the other", async () => {
    const world = aSessionWorld();
    await reportLoss(world.deps)(aRefusal);
    const { sessions, newId } = world.deps;
    let isBeforePen = false;
    const late = {
      ...world.deps,
      newId: () => {
        isBeforePen = true;
        return newId();
      },
      sessions: {
        ...sessions,
        read: async () => {
          if (isBeforePen) {
            isBeforePen = false;
            await tendIssue(world.deps)();
          }
          return sessions.read();
        },
      },
    };
    await tendIssue(late)();
    expect(world.tracker.calls).toEqual(["open"]);
  });

  it("is looked for as far back as the clocks may differ", async () => {
    const world = aSessionWorld();
    await reportLoss(world.deps)(aRefusal);
    const told: Date[] = [];
    const tracker: typeof world.tracker = {
      ...world.tracker,
      open: (draft, since) => {
        told.push(since);
        return world.tracker.open(draft, since);
      },
    };
    await tendIssue({ ...world.deps, tracker })();
    expect(told).toEqual([later(START, -24 * 60 * A_MINUTE)]);
  });

  it("is opened anew when it was deleted", async () => {
    const world = await aLostWorld();
    world.tracker.remove(1);
    await nextMinute(world);
    expect(world.issues()).toMatchObject([{ number: 2, isOpen: true }]);
    expect(await world.session()).toMatchObject({
      state: "notified",
      issue: { number: 2 },
    });
    expect(world.journal.of("session-issue-gone")).toHaveLength(1);
  });

  it("is opened late when the login was refused before there was one", async () => {
    const world = aSessionWorld();
    const { issue: _, ...silent } = aSession("monitoring");
    await world.set(silent);
    await nextMinute(world);
    expect(world.issues()).toHaveLength(1);
    expect((await world.session()).state).toBe("notified");
  });

  it("is closed again when the login came back while it was opened", async () => {
    const world = aSessionWorld();
    await reportLoss(world.deps)(aRefusal);
    const open = world.tracker.open.bind(world.tracker);
    const slow = {
      ...world.tracker,
      open: async (...args: Parameters<typeof open>) => {
        const issue = await open(...args);
        await world.control.gates.open("session");
        await tendIssue(world.withoutTracker)();
        return issue;
      },
    };
    await tendIssue({ ...world.deps, tracker: slow })();
    expect((await world.session()).owed).toEqual([
      { issue: 1, word: "needless" },
    ]);
    await nextMinute(world);
    expect(world.issues()).toMatchObject([{ isOpen: false }]);
  });
});

describe("A tracker in trouble", () => {
  it.each([
    "unreachable",
    "rate-limited",
    "unauthorized",
    "not-found",
    "disabled",
    "invalid",
  ] as const)(
    "that is %s is survived, told, and tried again later each time",
    async (kind) => {
      const world = aSessionWorld();
      world.tracker.failure = { kind };
      const report = await reportLoss(world.deps)(aRefusal);
      await report.tell();
      expect(await world.session()).toMatchObject({
        state: "blocked",
        trouble: {
          count: 1,
          message: `The tracker failed: ${kind}.`,
          nextTryAt: later(START, 1_000),
        },
      });
      await tendIssue(world.deps)();
      expect(world.tracker.calls).toEqual(["open"]);
      for (let minutes = 0; minutes < 9; minutes += 1) await nextMinute(world);
      // Seven tries wait less than a minute each, the eighth and the ninth two and more.
      expect((await world.session()).trouble?.count).toBe(8);
      world.tracker.failure = undefined;
      for (let minutes = 0; minutes < 5; minutes += 1) await nextMinute(world);
      expect(await world.session()).toMatchObject({ state: "monitoring" });
      expect(await world.session()).not.toHaveProperty("trouble");
      expect(world.issues()).toHaveLength(1);
      expect(world.journal.of("session-issue-trouble")).toHaveLength(8);
    },
  );

  it("is left alone until its limit ends", async () => {
    const world = await aLostWorld();
    const retryAt = later(START, 30 * A_MINUTE);
    world.tracker.failure = { kind: "rate-limited", retryAt };
    for (let minutes = 1; minutes < 30; minutes += 1) await nextMinute(world);
    expect(world.tracker.calls).toEqual(["read"]);
    world.tracker.failure = undefined;
    await nextMinute(world);
    expect((await world.session()).state).toBe("monitoring");
  });

  it("does not hide that the store fails", async () => {
    const world = await aLostWorld();
    world.control.failing.add("closedGates");
    await expect(tendIssue(world.deps)()).rejects.toMatchObject({
      name: "StoreError",
    });
  });
});

describe("What is owed", () => {
  const refusal = { issue: 1, word: "refused", reason: "expired" } as const;

  async function anOwingWorld(): Promise<SessionWorld> {
    const world = await aLostWorld();
    await nextMinute(world);
    world.tracker.change(1, { isOpen: false });
    await world.set({ ...(await world.session()), owed: [refusal] });
    world.tracker.calls.splice(0);
    return world;
  }

  it("is said before the issue is looked at, so that ours is not taken for closed", async () => {
    const world = await anOwingWorld();
    await tendIssue(world.deps)();
    expect(world.tracker.calls).toEqual(["reopen", "comment", "read"]);
    expect(await world.session()).toMatchObject({
      state: "monitoring",
      owed: [],
    });
  });

  it("is said once, of however many would say it", async () => {
    const world = await anOwingWorld();
    await Promise.all([1, 2, 3].map(() => tendIssue(world.deps)()));
    expect(world.issues()[0]?.comments).toHaveLength(1);
  });

  it("keeps the issue unread while somebody else says it", async () => {
    const world = await anOwingWorld();
    const pen = { id: "other", until: later(world.clock.now(), A_MINUTE) };
    await world.set({ ...(await world.session()), pen });
    await tendIssue(world.deps)();
    expect(world.tracker.calls).toEqual([]);
    expect((await world.session()).state).toBe("monitoring");
  });

  it("stays owed while the tracker is in trouble, and the issue unread", async () => {
    const world = await anOwingWorld();
    world.tracker.failure = { kind: "unreachable" };
    await tendIssue(world.deps)();
    expect((await world.session()).owed).toEqual([refusal]);
    expect(world.tracker.calls).toEqual(["reopen"]);
    world.tracker.failure = undefined;
    await nextMinute(world);
    expect(world.issues()).toMatchObject([{ isOpen: true }]);
  });

  it("is dropped when its issue was deleted, and a new one is opened", async () => {
    const world = await anOwingWorld();
    world.tracker.remove(1);
    await tendIssue(world.deps)();
    expect(await world.session()).toMatchObject({
      state: "notified",
      issue: { number: 2 },
      owed: [],
    });
    expect(world.journal.of("session-word-dropped")).toHaveLength(1);
  });

  it("is dropped with an earlier issue that was deleted", async () => {
    const world = await anOwingWorld();
    const needless = { issue: 9, word: "needless" } as const;
    await world.set({ ...(await world.session()), owed: [needless, refusal] });
    await tendIssue(world.deps)();
    expect(await world.session()).toMatchObject({
      state: "monitoring",
      issue: { number: 1 },
      owed: [],
    });
  });

  it("is dropped when its issue was deleted and the login is back", async () => {
    const world = await anOwingWorld();
    world.tracker.remove(1);
    const works = { issue: 1, word: "works", tasks: 1 } as const;
    await world.set(aSession("active", { since: START, owed: [works] }));
    await tendIssue(world.deps)();
    expect(await world.session()).toMatchObject({ state: "active", owed: [] });
  });

  it("is dropped when the tracker will never take it", async () => {
    const world = await anOwingWorld();
    const unusual = {
      ...world.tracker,
      comment: async () => {
        world.tracker.failure = { kind: "invalid" };
        return world.tracker.comment(1, "words");
      },
    };
    await tendIssue({ ...world.deps, tracker: unusual })();
    expect((await world.session()).owed).toEqual([]);
  });
});
