import { describe, expect, it } from "vitest";
import { reportLoss } from "../../../../shared/app/session/report-loss.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { aLoss, aSession } from "../../../builders/session.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { aRefusal, aSessionWorld } from "./a-session-world.ts";

describe("Whoever finds the login lost", () => {
  it("closes the gate for all, and tells people", async () => {
    const world = aSessionWorld();
    const report = await reportLoss(world.deps)(aRefusal);
    expect(report.kind).toBe("lost");
    expect(await world.audited()).toMatchObject([
      {
        action: "session-lost",
        actor: "ccsp",
        reason: "OAuth token has expired",
        detail: {
          cause: "session-expired",
          executorId: "e-1",
          taskId: "t-1",
        },
      },
    ]);
    expect(await world.session()).toMatchObject({
      state: "blocked",
      loss: { cause: "session-expired", executorId: "e-1", taskId: "t-1" },
    });
    expect(await world.control.gates.closedGates()).toEqual([
      {
        name: "session",
        reason: "session-expired",
        actor: "ccsp",
        since: START,
      },
    ]);
    await report.tell();
    expect(world.issues()).toMatchObject([{ number: 1, isOpen: true }]);
    expect(await world.session()).toMatchObject({
      state: "notified",
      issue: { number: 1, url: "https://tracker.example/1" },
    });
    expect(world.journal.of("session-lost")).toMatchObject([
      { level: "error", taskId: "t-1" },
    ]);
    expect(world.journal.of("session-issue-opened")).toHaveLength(1);
  });

  it("is one of twenty that see it at once, and there is one issue", async () => {
    const world = aSessionWorld();
    const reports = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        reportLoss(world.deps)({ ...aRefusal, executorId: `e-${index}` }),
      ),
    );
    await Promise.all(reports.map(({ tell }) => tell()));
    const kinds = reports.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "lost")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "known")).toHaveLength(19);
    expect(world.issues()).toHaveLength(1);
    expect(await world.audited()).toHaveLength(1);
  });

  it("adds nothing to a loss that is known", async () => {
    const world = aSessionWorld();
    await reportLoss(world.deps)(aRefusal);
    const before = await world.session();
    const again = await reportLoss(world.deps)({
      ...aRefusal,
      cause: "billing",
    });
    await again.tell();
    expect(again.kind).toBe("known");
    expect(await world.session()).toEqual(before);
    expect(await world.audited()).toHaveLength(1);
  });

  it("is not believed when its run began before the login came back", async () => {
    const world = aSessionWorld();
    await world.set(aSession("active", { restoredAt: later(START, 1) }));
    const report = await reportLoss(world.deps)(aRefusal);
    await report.tell();
    expect(report.kind).toBe("stale");
    expect(await world.audited()).toEqual([]);
    expect((await world.session()).state).toBe("active");
    expect(world.issues()).toEqual([]);
  });

  it("knows its own closing again when the answer was lost", async () => {
    const world = aSessionWorld();
    const { sessions } = world.deps;
    let isLost = false;
    const lossy: typeof sessions = {
      read: sessions.read,
      replace: async (seen, next) => {
        const isDone = await sessions.replace(seen, next);
        if (isLost) return isDone;
        isLost = true;
        return false;
      },
    };
    const deps = { ...world.deps, sessions: lossy };
    expect((await reportLoss(deps)(aRefusal)).kind).toBe("lost");
    expect(await world.audited()).toHaveLength(1);
  });

  it("keeps only the beginning of what the CLI said", async () => {
    const world = aSessionWorld();
    await reportLoss(world.deps)({ ...aRefusal, reason: "x".repeat(5_000) });
    expect((await world.session()).loss?.reason).toHaveLength(300);
  });

  it("closes the gate also where no tracker is configured", async () => {
    const world = aSessionWorld();
    const report = await reportLoss(world.withoutTracker)(aRefusal);
    await report.tell();
    expect((await world.session()).state).toBe("blocked");
    expect(world.tracker.calls).toEqual([]);
  });

  it("is told when the gate could not be closed", async () => {
    const world = aSessionWorld();
    world.control.failing.add("replace");
    await expect(reportLoss(world.deps)(aRefusal)).rejects.toMatchObject({
      name: "StoreError",
    });
  });

  it("leaves the telling to the cron when the store fails meanwhile", async () => {
    const world = aSessionWorld();
    const report = await reportLoss(world.deps)(aRefusal);
    world.control.failing.add("closedGates");
    await report.tell();
    expect(world.journal.of("session-issue-left")).toHaveLength(1);
  });

  it("gives up when others write the row without end", async () => {
    const world = aSessionWorld();
    const sessions = { ...world.deps.sessions, replace: async () => false };
    const report = reportLoss({ ...world.deps, sessions });
    await expect(report(aRefusal)).rejects.toMatchObject({
      name: "StoreError",
      cause: { message: "Others wrote it 20 times in a row." },
    });
  });

  it("begins another loss when somebody had opened the gate by hand", async () => {
    const world = aSessionWorld();
    const first = await reportLoss(world.deps)(aRefusal);
    await first.tell();
    await world.control.gates.open("session");
    const second = await reportLoss(world.deps)(aRefusal);
    await second.tell();
    expect(second.kind).toBe("lost");
    expect(world.issues()).toMatchObject([
      { number: 1, isOpen: false },
      { number: 2, isOpen: true },
    ]);
    expect((await world.session()).loss).toMatchObject({
      ...aLoss({ taskId: "t-1" }),
      incident: expect.not.stringMatching(/^id-1$/),
    });
  });
});
