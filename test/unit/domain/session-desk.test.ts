import { describe, expect, it } from "vitest";
import type { Owed, Session } from "../../../shared/domain/session.ts";
import {
  bodyWritten,
  issueTrouble,
  mayTry,
  PEN_MS,
  said,
  seenOpen,
  VERIFIER_MS,
  withoutPen,
  withoutTrouble,
  withoutVerifier,
  withPen,
  withVerifier,
} from "../../../shared/domain/session-desk.ts";
import { later } from "../../../shared/domain/timing.ts";
import { anIssue, aSession } from "../../builders/session.ts";
import { START } from "../../fakes/memory-clock.ts";

const after = (ms: number): Date => later(START, ms);

describe.each([
  {
    what: "the right to verify",
    take: withVerifier,
    giveBack: withoutVerifier,
    ms: VERIFIER_MS,
    key: "verifier",
  },
  {
    what: "the pen",
    take: withPen,
    giveBack: withoutPen,
    ms: PEN_MS,
    key: "pen",
  },
] as const)("$what", ({ take, giveBack, ms, key }) => {
  const free = aSession("verifying");
  const taken = take(free, "a", START)!;

  it("is one's for a time", () => {
    expect(taken).toEqual({ ...free, [key]: { id: "a", until: after(ms) } });
    expect(take(taken, "b", after(ms - 1))).toBeUndefined();
    expect(take(taken, "b", after(ms))?.[key]?.id).toBe("b");
  });

  it("is known again by whoever has it", () => {
    expect(take(taken, "a", after(1))).toBe(taken);
  });

  it("is given back by its holder only", () => {
    expect(giveBack(taken, "a")).toEqual(free);
    expect(giveBack(taken, "b")).toBeUndefined();
    expect(giveBack(free, "a")).toBeUndefined();
  });
});

describe("The right to verify", () => {
  it.each(["active", "blocked", "notified", "monitoring"] as const)(
    "is nobody's while the session is %s",
    (state) => {
      expect(withVerifier(aSession(state), "a", START)).toBeUndefined();
    },
  );

  it("waits out a back-off", () => {
    const session = aSession("verifying", { verifyAfter: after(10) });
    expect(withVerifier(session, "a", after(9))).toBeUndefined();
    expect(withVerifier(session, "a", after(10))).toBeDefined();
  });
});

describe("What was seen of the issue", () => {
  const session = aSession("monitoring");

  it("is remembered when it is new", () => {
    const seen = seenOpen(session, 7, "abc");
    expect(seen?.issue).toEqual({ ...anIssue(), etag: "abc" });
    expect(seenOpen(seen!, 7, "abc")).toBeUndefined();
    expect(seenOpen(session, 7, undefined)).toBeUndefined();
  });

  it("is not taken for another issue's", () => {
    expect(seenOpen(session, 8, "abc")).toBeUndefined();
    const written = { number: 8, body: "new", now: START };
    expect(bodyWritten(session, written)).toBeUndefined();
    const without = aSession("blocked");
    expect(bodyWritten(without, { ...written, number: 7 })).toBeUndefined();
  });

  it("is what was written last", () => {
    const written = { number: 7, body: "new", now: after(5) };
    expect(bodyWritten(session, written)?.issue).toEqual(
      anIssue({ body: "new", writtenAt: after(5) }),
    );
  });
});

describe("What is owed", () => {
  const works: Owed = { issue: 7, word: "works", tasks: 2 };
  const needless: Owed = { issue: 8, word: "needless" };
  const session = aSession("active", { owed: [works, needless, works] });

  it("is owed once less when it was said", () => {
    const sameOtherwiseWritten: Owed = { tasks: 2, word: "works", issue: 7 };
    expect(said(session, sameOtherwiseWritten)?.owed).toEqual([
      needless,
      works,
    ]);
  });

  it("is not what somebody else has said already", () => {
    expect(said(session, { ...works, tasks: 3 })).toBeUndefined();
  });
});

describe("Trouble with the tracker", () => {
  const trouble = (session: Session, retryAt?: Date): Session =>
    issueTrouble(session, { message: "away", retryAt, now: START, random: 0 });

  it("waits longer each time, up to five minutes", () => {
    let session = aSession("blocked");
    const waits = Array.from({ length: 11 }, () => {
      session = trouble(session);
      return session.trouble!.nextTryAt.getTime() - START.getTime();
    });
    expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(waits.slice(-2)).toEqual([300_000, 300_000]);
    expect(session.trouble).toMatchObject({ count: 11, message: "away" });
  });

  it("waits for the end of a limit, and at least for the back-off", () => {
    const session = aSession("blocked");
    const long = trouble(session, after(3_600_000));
    expect(long.trouble?.nextTryAt).toEqual(after(3_600_000));
    expect(trouble(session, after(1)).trouble?.nextTryAt).toEqual(after(1_000));
  });

  it("keeps everybody from trying until then", () => {
    const session = trouble(aSession("blocked"));
    expect(mayTry(session, after(999))).toBe(false);
    expect(mayTry(session, after(1_000))).toBe(true);
    expect(mayTry(aSession("blocked"), START)).toBe(true);
  });

  it("is over when something worked", () => {
    const session = aSession("blocked");
    expect(withoutTrouble(trouble(session))).toEqual(session);
    expect(withoutTrouble(session)).toBeUndefined();
  });
});
