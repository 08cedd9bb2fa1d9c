import { describe, expect, it } from "vitest";
import { reportLoss } from "../../../../shared/app/session/report-loss.ts";
import { sayRestored } from "../../../../shared/app/session/say-restored.ts";
import { sessionStatus } from "../../../../shared/app/session/session-status.ts";
import { tendIssue } from "../../../../shared/app/session/tend-issue.ts";
import { verifyLogin } from "../../../../shared/app/session/verify-login.ts";
import { VERIFIER_MS } from "../../../../shared/domain/session-desk.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { START } from "../../../fakes/memory-clock.ts";
import {
  A_MINUTE,
  aRefusal,
  aSessionWorld,
  type SessionWorld,
  STOP,
} from "./a-session-world.ts";

/** A world whose login was lost, and whose issue somebody has closed. */
async function aClosedWorld(): Promise<SessionWorld> {
  const world = aSessionWorld();
  const report = await reportLoss(world.deps)(aRefusal);
  await report.tell();
  world.blocked = 3;
  await close(world);
  return world;
}

async function close(world: SessionWorld): Promise<void> {
  await world.clock.advance(A_MINUTE);
  await tendIssue(world.deps)();
  world.tracker.change(1, { isOpen: false });
  await world.clock.advance(A_MINUTE);
  await tendIssue(world.deps)();
  expect((await world.session()).state).toBe("verifying");
}

describe("A verification", () => {
  it("is made by nobody while nobody asks for it", async () => {
    const world = aSessionWorld();
    expect(await verifyLogin(world.deps)(STOP)).toEqual({ finding: "none" });
    await reportLoss(world.deps)(aRefusal);
    expect(await verifyLogin(world.deps)(STOP)).toEqual({ finding: "none" });
    expect(world.verifications).toBe(0);
  });

  it("is made by one of ten executors", async () => {
    const world = await aClosedWorld();
    const findings = await Promise.all(
      Array.from({ length: 10 }, () => verifyLogin(world.deps)(STOP)),
    );
    expect(world.verifications).toBe(1);
    expect(findings.filter(({ finding }) => finding === "works")).toHaveLength(
      1,
    );
    expect(await world.audited()).toHaveLength(2);
  });

  it("that finds the login working frees the tasks, opens the gate and says so", async () => {
    const world = await aClosedWorld();
    const finding = await verifyLogin(world.deps)(STOP);
    expect(finding).toEqual({ finding: "works", tasks: 3 });
    expect(await world.audited()).toMatchObject([
      { action: "session-restored", actor: "ccsp", detail: { tasks: 3 } },
      { action: "session-lost" },
    ]);
    const now = world.clock.now();
    expect(await world.session()).toEqual({
      state: "active",
      since: now,
      restoredAt: now,
      lastVerifiedAt: now,
      doubts: 0,
      owed: [],
    });
    expect(await world.control.gates.closedGates()).toEqual([]);
    expect(world.issues()).toMatchObject([
      {
        isOpen: false,
        comments: [expect.stringContaining("3 tasks queued again")],
      },
    ]);
  });

  it("frees the tasks before the gate is open, and once more after", async () => {
    const world = await aClosedWorld();
    const states: string[] = [];
    const free = async (): Promise<number> => {
      states.push((await world.session()).state);
      return 2;
    };
    const finding = await verifyLogin({ ...world.deps, free })(STOP);
    expect(states).toEqual(["verifying", "active"]);
    expect(finding).toEqual({ finding: "works", tasks: 4 });
  });

  it("is made again when whoever freed the tasks died over it", async () => {
    const world = await aClosedWorld();
    const free = () => Promise.reject(new Error("killed"));
    const dying = verifyLogin({ ...world.deps, free });
    await expect(dying(STOP)).rejects.toThrow("killed");
    const verify = verifyLogin(world.deps);
    expect(await verify(STOP)).toEqual({ finding: "none" });
    await world.clock.advance(VERIFIER_MS);
    expect(await verify(STOP)).toEqual({ finding: "works", tasks: 3 });
  });

  it("that finds it refused opens the issue again and says why", async () => {
    const world = await aClosedWorld();
    world.login = { login: "fails", reason: "401 expired" };
    const finding = await verifyLogin(world.deps)(STOP);
    expect(finding).toEqual({ finding: "fails", reason: "401 expired" });
    expect(await world.session()).toMatchObject({
      state: "monitoring",
      lastError: "401 expired",
      lastVerifiedAt: world.clock.now(),
    });
    expect(world.issues()).toMatchObject([
      { isOpen: true, comments: [expect.stringContaining("401 expired")] },
    ]);
    expect(world.blocked).toBe(3);
    expect(await world.audited()).toHaveLength(1);
  });

  it("may be asked for again and again, until the login works", async () => {
    const world = await aClosedWorld();
    world.login = { login: "fails", reason: "401" };
    await verifyLogin(world.deps)(STOP);
    await close(world);
    await verifyLogin(world.deps)(STOP);
    world.login = { login: "works" };
    await close(world);
    await verifyLogin(world.deps)(STOP);
    expect((await world.session()).state).toBe("active");
    expect(world.issues()).toMatchObject([
      { number: 1, isOpen: false, comments: { length: 3 } },
    ]);
  });

  it("that finds nothing out is tried again after a back-off, and told after three", async () => {
    const world = await aClosedWorld();
    world.login = { login: "inconclusive", reason: "no network" };
    const verify = verifyLogin(world.deps);
    expect(await verify(STOP)).toEqual({
      finding: "inconclusive",
      reason: "no network",
      again: later(world.clock.now(), 1_000),
    });
    expect(await verify(STOP)).toEqual({ finding: "none" });
    for (const waitMs of [1_000, 2_000, 4_000]) {
      await world.clock.advance(waitMs);
      await verify(STOP);
    }
    expect(world.verifications).toBe(4);
    expect(await world.session()).toMatchObject({
      state: "verifying",
      lastError: "no network",
    });
    expect(world.issues()).toMatchObject([
      { isOpen: false, comments: [expect.stringContaining("no network")] },
    ]);
    world.login = { login: "works" };
    await world.clock.advance(8_000);
    await verify(STOP);
    expect((await world.session()).state).toBe("active");
  });

  it("that was stopped is no finding, and another may try at once", async () => {
    const world = await aClosedWorld();
    world.login = { login: "inconclusive", reason: "interrupted" };
    const stopped = AbortSignal.abort();
    const verify = verifyLogin(world.deps);
    expect(await verify(stopped)).toEqual({ finding: "none" });
    expect(await world.session()).toMatchObject({ doubts: 0 });
    world.login = { login: "works" };
    expect(await verify(STOP)).toMatchObject({ finding: "works" });
  });

  it.each([
    { login: "works" },
    { login: "fails", reason: "401" },
    { login: "inconclusive", reason: "no network" },
  ] as const)(
    "whose right was lost to another one counts for nothing: $login",
    async (login) => {
      const world = await aClosedWorld();
      const late = verifyLogin({
        ...world.deps,
        cli: {
          verify: async () => {
            await world.clock.advance(VERIFIER_MS);
            await verifyLogin(world.deps)(STOP);
            return login;
          },
        },
      });
      expect(await late(STOP)).toEqual({ finding: "none" });
      expect((await world.session()).state).toBe("active");
    },
  );

  it("counts also when the tracker is in trouble: the issue is told later", async () => {
    const world = await aClosedWorld();
    world.tracker.failure = { kind: "unauthorized" };
    await verifyLogin(world.deps)(STOP);
    expect((await world.session()).state).toBe("active");
    world.tracker.failure = undefined;
    await world.clock.advance(A_MINUTE);
    await tendIssue(world.deps)();
    expect(world.issues()[0]?.comments).toHaveLength(1);
  });
});

describe("An operator who says that the login is back", () => {
  const order = { actor: "olga", reason: "new token" };

  it("is believed when a verification says so, without an issue too", async () => {
    const world = aSessionWorld();
    await reportLoss(world.withoutTracker)(aRefusal);
    expect(await sayRestored(world.deps)(order)).toEqual({
      changed: true,
      state: "verifying",
    });
    expect(world.journal.of("session-said-restored")).toMatchObject([order]);
    const [said] = await world.audited();
    expect(said).toMatchObject({ action: "restore-session", ...order });
    await verifyLogin(world.withoutTracker)(STOP);
    expect((await world.session()).state).toBe("active");
  });

  it("has the issue closed for him", async () => {
    const world = aSessionWorld();
    const report = await reportLoss(world.deps)(aRefusal);
    await report.tell();
    await sayRestored(world.deps)(order);
    await verifyLogin(world.deps)(STOP);
    expect(world.issues()).toMatchObject([{ isOpen: false }]);
  });

  it("may say it again after a refusal", async () => {
    const world = aSessionWorld();
    await reportLoss(world.withoutTracker)(aRefusal);
    await sayRestored(world.deps)(order);
    world.login = { login: "fails", reason: "401" };
    await verifyLogin(world.withoutTracker)(STOP);
    expect((await world.session()).state).toBe("monitoring");
    expect(await sayRestored(world.deps)(order)).toMatchObject({
      changed: true,
    });
  });

  it("changes nothing while it is not lost, or is being verified", async () => {
    const world = aSessionWorld();
    expect(await sayRestored(world.deps)(order)).toEqual({
      changed: false,
      state: "active",
    });
    expect(await world.audited()).toEqual([]);
    await reportLoss(world.deps)(aRefusal);
    await sayRestored(world.deps)(order);
    expect(await sayRestored(world.deps)(order)).toEqual({
      changed: false,
      state: "verifying",
    });
    expect(await world.audited()).toHaveLength(2);
  });
});

describe("The status of the session", () => {
  it("of a login that was never lost is short", async () => {
    const world = aSessionWorld();
    world.waiting = { tasks: 0, agents: [] };
    expect(await sessionStatus(world.deps)()).toEqual({
      state: "active",
      since: START,
      blockedTasks: 0,
    });
  });

  it("tells the issue, what waits, and why the login was last refused", async () => {
    const world = await aClosedWorld();
    world.login = { login: "fails", reason: "401 expired" };
    await verifyLogin(world.deps)(STOP);
    expect(await sessionStatus(world.deps)()).toEqual({
      state: "monitoring",
      since: world.clock.now(),
      issueNumber: 1,
      issueUrl: "https://tracker.example/1",
      blockedTasks: 1,
      lastVerifiedAt: world.clock.now(),
      lastError: "401 expired",
    });
  });

  it("tells the tracker's trouble while there is some", async () => {
    const world = aSessionWorld();
    world.tracker.failure = { kind: "unauthorized" };
    const report = await reportLoss(world.deps)(aRefusal);
    await report.tell();
    expect(await sessionStatus(world.deps)()).toMatchObject({
      lastError: "The tracker failed: unauthorized.",
    });
  });
});
