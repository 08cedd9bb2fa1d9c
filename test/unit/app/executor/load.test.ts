import { describe, expect, it } from "vitest";
import { BUILT_IN_SETTINGS } from "../../../../shared/domain/settings.ts";
import { later } from "../../../../shared/domain/timing.ts";
import type { CliRun } from "../../../../shared/domain/outcome.ts";
import { aWorld } from "../../../builders/world.ts";
import { memoryCli } from "../../../fakes/memory-cli.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { anExecutor } from "./an-executor.ts";

const RESETS_AT = later(START, 3_600_000);

function answering(change?: Parameters<typeof anExecutor>[0]) {
  let run: Partial<CliRun> = {};
  const cli = memoryCli({ script: () => run });
  const answer = (next: Partial<CliRun>): void => {
    run = next;
  };
  return { ...anExecutor(change, { ...aWorld(), cli }), answer };
}

/** An executor whose first run told that a window is used so far. */
async function anExecutorAt(utilization: number) {
  const one = answering();
  const usageWindows = [
    { name: "five_hour", utilization, resetsAt: RESETS_AT },
  ];
  one.answer({ usageWindows });
  await one.start();
  await one.accept();
  await one.clock.advance(0);
  await one.clock.advance(2_000);
  return one;
}

describe("an executor whose run tells that a usage window is nearly used up", () => {
  it("lets low wait at once, and goes on with the others", async () => {
    const one = await anExecutorAt(0.85);
    expect(await one.control.gates.closedGates()).toMatchObject([
      { name: "load", holds: ["low"] },
    ]);
    const low = await one.accept({ queueClass: "low" });
    const others = await Promise.all(
      (["urgent", "high", "normal", "scheduled"] as const).map((queueClass) =>
        one.accept({ queueClass }),
      ),
    );
    await one.clock.advance(60_000);
    expect(one.now(low).status).toBe("queued");
    for (const task of others) expect(one.now(task).status).toBe("succeeded");
    await one.finish();
  });

  it("asks no queue of a held class, and starts what waited when the window resets", async () => {
    const one = await anExecutorAt(0.97);
    await one.clock.advance(20_000);
    const since = one.queue.requests.length;
    const waiting = await Promise.all(
      (["high", "normal", "scheduled", "low"] as const).map((queueClass) =>
        one.accept({ queueClass }),
      ),
    );
    const urgent = await one.accept({ queueClass: "urgent" });
    await one.clock.advance(120_000);
    const asked = one.queue.requests
      .slice(since)
      .map(({ queueClass }) => queueClass);
    expect(new Set(asked)).toEqual(new Set(["urgent"]));
    expect(one.now(urgent).status).toBe("succeeded");
    for (const task of waiting) expect(one.now(task).status).toBe("queued");
    expect(one.queue.hidden).toEqual([]);
    one.answer({});
    await one.clock.advance(3_600_000 - 120_000);
    for (const task of waiting) expect(one.now(task).status).toBe("succeeded");
    await one.finish();
  });

  it("gives back what comes on a poll that began before the class was held", async () => {
    const one = await anExecutorAt(0.85);
    await one.accept({ queueClass: "low" });
    await one.clock.advance(1_000);
    expect(one.queue.hidden).toEqual([{ forMs: 0 }]);
    await one.clock.advance(60_000);
    expect(one.queue.hidden).toHaveLength(1);
    await one.finish();
  });

  it("goes on when the state cannot be written, and says so", async () => {
    const one = answering();
    const usageWindows = [
      { name: "five_hour", utilization: 0.85, resetsAt: RESETS_AT },
    ];
    one.answer({ usageWindows });
    await one.start();
    one.control.failing.add("replace");
    const task = await one.accept();
    await one.clock.advance(2_000);
    expect(one.now(task).status).toBe("succeeded");
    expect(one.journal.of("load-not-written")).toHaveLength(1);
    await one.finish();
  });
});

describe("an executor that holds classes back", () => {
  it("frees them when load management is switched off", async () => {
    let { loadManagement } = BUILT_IN_SETTINGS;
    const one = answering(() => ({
      settings: {
        current: () => ({ ...BUILT_IN_SETTINGS, loadManagement }),
        refresh: async () => {},
      },
    }));
    await one.control.loads.replace(await one.control.loads.read(), {
      since: START,
      overruled: [],
      windows: [
        {
          name: "five_hour",
          utilization: 0.97,
          expected: null,
          resetsAt: RESETS_AT,
          seenAt: START,
          level: "all-but-urgent",
        },
      ],
    });
    await one.start();
    const task = await one.accept();
    await one.clock.advance(30_000);
    expect(one.now(task).status).toBe("queued");
    loadManagement = { ...loadManagement, enabled: false };
    await one.control.head.move();
    await one.clock.advance(2_000);
    expect(one.now(task).status).toBe("succeeded");
    await one.finish();
  });
});
