import { describe, expect, it } from "vitest";
import {
  NEVER_LOST,
  type Session,
  SESSION_STATES,
  SESSION_STEPS,
  type SessionState,
} from "../../../shared/domain/session.ts";
import {
  closeSeen,
  firstSeen,
  inconclusive,
  isOpenedByHand,
  isStale,
  issueGone,
  issueOpened,
  lost,
  monitoringBegun,
  openedByHand,
  refused,
  restoredByHand,
  verified,
} from "../../../shared/domain/session-steps.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aLoss, anIssue, aSession } from "../../builders/session.ts";
import { START } from "../../fakes/memory-clock.ts";

const NOW = later(START, 1_000);
const right = "v-1";
const verifier = { id: right, until: later(START, 60_000) };
const found = { right, now: NOW };

type Steps = Readonly<
  Record<keyof typeof SESSION_STEPS, (session: Session) => Session | undefined>
>;
const STEPS: Steps = {
  lost: (session) => lost(session, aLoss({ incident: "i-2", at: NOW })),
  issueOpened: (session) =>
    issueOpened(session, "i-1", anIssue({ writtenAt: NOW })),
  monitoringBegun: (session) => monitoringBegun(session, NOW),
  issueGone: (session) => issueGone(session, NOW),
  closeSeen: (session) => closeSeen(session, NOW),
  restoredByHand: (session) => restoredByHand(session, NOW),
  inconclusive: (session) =>
    inconclusive(session, { ...found, reason: "no network", random: 0 }),
  verified: (session) => verified(session, { ...found, tasks: 3 }),
  refused: (session) => refused(session, { ...found, reason: "expired" }),
};
const NAMES = Object.keys(SESSION_STEPS) as (keyof typeof SESSION_STEPS)[];

/** As if whoever makes the step had the right to it. */
const standing = (state: SessionState): Session =>
  aSession(state, { since: START, verifier });

describe("The session", () => {
  const cases = NAMES.flatMap((name) =>
    SESSION_STATES.map((state) => {
      const { from, to } = SESSION_STEPS[name];
      const isAllowed = (from as readonly SessionState[]).includes(state);
      return { name, state, to: isAllowed ? to : undefined };
    }),
  );

  it.each(cases)("$state, $name: $to", ({ name, state, to }) => {
    const after = STEPS[name](standing(state));
    // Late news of an issue is kept in any state, and changes none.
    const expected = to ?? (name === "issueOpened" ? state : undefined);
    expect(after?.state).toBe(expected);
    if (to) expect(after?.since).toEqual(NOW);
  });

  it("can come into every state from the first one", () => {
    const reached = new Set<SessionState>(["active"]);
    let before = 0;
    while (reached.size > before) {
      before = reached.size;
      for (const { from, to } of Object.values(SESSION_STEPS))
        if (from.some((state) => reached.has(state))) reached.add(to);
    }
    expect(reached).toEqual(new Set(SESSION_STATES));
  });

  it("is active since it is first looked at", () => {
    const seen = firstSeen(NEVER_LOST, NOW);
    expect(seen).toEqual({ ...NEVER_LOST, since: NOW });
    expect(firstSeen(seen!, later(NOW, 1))).toBeUndefined();
  });

  it("keeps how it was lost, and what is still to be said of an earlier loss", () => {
    const owed = [{ issue: 3, word: "works", tasks: 1 }] as const;
    const before = aSession("active", { owed, restoredAt: START });
    const loss = aLoss({ at: NOW });
    expect(lost(before, loss)).toEqual({
      ...before,
      state: "blocked",
      since: NOW,
      loss,
    });
  });
});

describe("A run that began before the login came back", () => {
  const restored = aSession("active", { restoredAt: START });

  it.each([
    { ms: -1, is: true },
    { ms: 0, is: false },
  ])("says nothing about it: $is at $ms ms", ({ ms, is }) => {
    expect(isStale(restored, later(START, ms))).toBe(is);
  });

  it("counts where the login never came back, or is lost again", () => {
    const early = later(START, -1);
    expect(isStale(NEVER_LOST, early)).toBe(false);
    const again = aSession("blocked", { restoredAt: START });
    expect(isStale(again, early)).toBe(false);
  });
});

describe("An issue", () => {
  it("that is there when the login is being verified is remembered", () => {
    const { issue: _, ...without } = aSession("verifying");
    const after = issueOpened(without, "i-1", anIssue({ number: 9 }));
    expect(after).toMatchObject({ state: "verifying", issue: { number: 9 } });
  });

  it.each([
    ["the login is back", NEVER_LOST],
    [
      "another loss is under way",
      aSession("blocked", { loss: aLoss({ incident: "i-9" }) }),
    ],
  ])("is to be closed when %s", (_, session) => {
    expect(issueOpened(session, "i-1", anIssue())).toEqual({
      ...session,
      owed: [{ issue: 7, word: "needless" }],
    });
  });

  it("that was deleted is forgotten", () => {
    const after = issueGone(aSession("monitoring"), NOW);
    expect(after).not.toHaveProperty("issue");
  });

  it.each([closeSeen, restoredByHand])(
    "is looked at anew after a verification (%#)",
    (step) => {
      const issue = anIssue({ etag: "abc" });
      const after = step(aSession("monitoring", { issue }), NOW);
      expect(after?.issue).toEqual(anIssue());
    },
  );
});

describe("A verification", () => {
  const asked = aSession("verifying", { verifier });

  it("counts only by whoever has the right to it", () => {
    const other = { right: "v-2", now: NOW };
    const reason = "expired";
    expect(verified(asked, { ...other, tasks: 1 })).toBeUndefined();
    expect(refused(asked, { ...other, reason })).toBeUndefined();
    const doubt = { ...other, reason, random: 0 };
    expect(inconclusive(asked, doubt)).toBeUndefined();
  });

  it("that succeeds ends the loss, and owes the issue the news", () => {
    const trouble = { count: 1, message: "away", nextTryAt: NOW };
    const pen = { id: "p-1", until: NOW };
    const before = { ...asked, trouble, pen, doubts: 2, lastError: "no" };
    expect(verified(before, { ...found, tasks: 4 })).toEqual({
      ...NEVER_LOST,
      since: NOW,
      restoredAt: NOW,
      lastVerifiedAt: NOW,
      trouble,
      pen,
      owed: [{ issue: 7, word: "works", tasks: 4 }],
    });
  });

  it("owes nothing where there is no issue", () => {
    const { issue: _, ...silent } = asked;
    expect(verified(silent, { ...found, tasks: 4 })?.owed).toEqual([]);
    expect(refused(silent, { ...found, reason: "no" })?.owed).toEqual([]);
  });

  it("that fails says why, and gives the right back", () => {
    const after = refused(asked, { ...found, reason: "expired" });
    expect(after).toMatchObject({
      state: "monitoring",
      lastVerifiedAt: NOW,
      lastError: "expired",
      owed: [{ issue: 7, word: "refused", reason: "expired" }],
    });
    expect(after).not.toHaveProperty("verifier");
  });

  it("leaves nothing unsaid that it has overtaken", () => {
    const old = { issue: 7, word: "refused", reason: "expired" } as const;
    const other = { issue: 3, word: "needless" } as const;
    const owing = { ...asked, owed: [old, other] };
    expect(refused(owing, { ...found, reason: "unpaid" })?.owed).toEqual([
      other,
      { issue: 7, word: "refused", reason: "unpaid" },
    ]);
    expect(verified(owing, { ...found, tasks: 4 })?.owed).toEqual([
      other,
      { issue: 7, word: "works", tasks: 4 },
    ]);
  });

  it("that finds nothing out is tried again, later each time, and told once", () => {
    let session = asked;
    const waits = [1, 2, 3, 4].map(() => {
      const doubt = { ...found, reason: "no network", random: 0 };
      const after = inconclusive({ ...session, verifier }, doubt)!;
      session = after;
      return after.verifyAfter!.getTime() - NOW.getTime();
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(session).toMatchObject({
      state: "verifying",
      doubts: 4,
      lastError: "no network",
      owed: [{ issue: 7, word: "doubtful", reason: "no network" }],
    });
    expect(session).not.toHaveProperty("verifier");
  });

  it("forgets earlier doubts when it is asked for anew", () => {
    const doubtful = aSession("monitoring", { doubts: 5, verifyAfter: NOW });
    const after = closeSeen(doubtful, NOW);
    expect(after).toMatchObject({ state: "verifying", doubts: 0 });
    expect(after).not.toHaveProperty("verifyAfter");
  });
});

describe("A gate that somebody opened by hand", () => {
  const opened = { ...aSession("monitoring"), state: "active" } as const;

  it("is told from a login that works", () => {
    expect(isOpenedByHand(opened)).toBe(true);
    expect(isOpenedByHand(aSession("active"))).toBe(false);
    expect(isOpenedByHand(aSession("monitoring"))).toBe(false);
  });

  it("ends the loss, and owes the issue the news", () => {
    expect(openedByHand(opened, NOW)).toEqual({
      ...NEVER_LOST,
      since: NOW,
      restoredAt: NOW,
      owed: [{ issue: 7, word: "opened" }],
    });
    expect(openedByHand(aSession("active"), NOW)).toBeUndefined();
    const { issue: _, ...silent } = opened;
    expect(openedByHand(silent, NOW)?.owed).toEqual([]);
  });

  it("closes again with the next loss, which is another one", () => {
    const loss = aLoss({ incident: "i-2", at: NOW });
    const after = lost(opened, loss);
    expect(after).toMatchObject({ state: "blocked", loss });
    expect(after?.owed).toEqual([{ issue: 7, word: "opened" }]);
    expect(after).not.toHaveProperty("issue");
  });
});
