import { executor } from "../../../../shared/app/executor/executor.ts";
import type { ExecutorDeps } from "../../../../shared/app/executor/executor-deps.ts";
import { reconsiderLoad } from "../../../../shared/app/load/reconsider-load.ts";
import { freeBlocked } from "../../../../shared/app/session/free-blocked.ts";
import { reportLoss } from "../../../../shared/app/session/report-loss.ts";
import { verifyLogin } from "../../../../shared/app/session/verify-login.ts";
import { waitingTasks } from "../../../../shared/app/session/waiting-tasks.ts";
import type { ProcessSample } from "../../../../shared/domain/process-sample.ts";
import type { ClosedGate } from "../../../../shared/domain/gate.ts";
import { fixedSettings } from "../../../builders/settings.ts";
import { aWorld, type World } from "../../../builders/world.ts";
import { type MemoryCli, memoryCli } from "../../../fakes/memory-cli.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { memoryStopStore } from "../../../fakes/memory-stop-store.ts";

const WORDING = {
  stage: "test",
  label: "ccsp",
  credential: { kind: "file", path: "credentials.json" },
} as const;

export const EMERGENCY: ClosedGate = {
  name: "emergency",
  reason: "smoke",
  actor: "olga",
  since: START,
};
export const PAUSED: ClosedGate = { ...EMERGENCY, name: "paused" };

export const SAMPLE: ProcessSample = {
  memory: { rss: 5, heapTotal: 4, heapUsed: 3, external: 2, arrayBuffers: 1 },
  cpuCores: 0.5,
  connections: 2,
  uptimeMs: 1_000,
};

export interface AnExecutor extends World {
  readonly cli: MemoryCli;
  /** What was told to whoever started it: `ready`, `drained`. */
  readonly told: readonly string[];
  /** How it ended; `undefined` while it lives. */
  how(): string | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops and waits until all is over. */
  finish(): Promise<void>;
}

/**
 * An executor with two slots and ten seconds of grace.
 *
 * @param joins the world that it shares with others; by default it has one of its own
 */
export function anExecutor(
  change: (
    world: World & { cli: MemoryCli },
  ) => Partial<ExecutorDeps> = () => ({}),
  joins: World & { readonly cli?: MemoryCli } = aWorld(),
): AnExecutor {
  const world = { ...joins, cli: joins.cli ?? memoryCli() };
  const { clock, control } = world;
  const told: string[] = [];
  const stopping = new AbortController();
  let how: string | undefined;
  let living: Promise<void> = Promise.resolve();
  const login = {
    ...world,
    sessions: control.sessions,
    wording: WORDING,
    waiting: waitingTasks(world.store),
  };
  const live = executor(
    {
      ...world,
      ...control,
      reconsider: reconsiderLoad({ ...world, ...control }),
      reportLoss: reportLoss(login),
      verifyLogin: verifyLogin({ ...login, free: freeBlocked(world) }),
      emergency: {
        raise: async (order) => ({
          changed: await control.gates.close({
            name: "emergency",
            since: clock.now(),
            ...order,
          }),
        }),
      },
      stop: memoryStopStore(),
      settings: fixedSettings({ concurrency: 2 }),
      callBackSoon: () => {},
      memory: { usedShare: async () => undefined },
      gauge: { sample: () => SAMPLE },
      executorId: "e-1",
      version: "1.2.3",
      graceMs: 10_000,
      ...change(world),
    },
    {
      onReady: () => told.push("ready"),
      onDrained: () => told.push("drained"),
    },
  );
  const stop = async (): Promise<void> => {
    stopping.abort();
    await clock.advance(0);
  };
  return {
    ...world,
    told,
    stop,
    how: () => how,
    start: async () => {
      living = live(stopping.signal).then((ended) => {
        how = ended;
      });
      await clock.advance(0);
    },
    finish: async () => {
      await stop();
      await clock.advance(60_000);
      await living;
      if (clock.sleepers() > 0) throw new Error("somebody still sleeps");
    },
  };
}
