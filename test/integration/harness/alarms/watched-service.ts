/** The use cases that write metrics, over the real emitter, on a clock that the test moves minute by minute. */
import { authenticate } from "../../../../shared/app/authenticate.ts";
import { deliverCallback } from "../../../../shared/app/callbacks/deliver-callback.ts";
import { countStanding } from "../../../../shared/app/count-standing.ts";
import { measureMemory } from "../../../../shared/app/executor/measure-memory.ts";
import { measureDispatch } from "../../../../shared/app/measure-dispatch.ts";
import { measureState } from "../../../../shared/app/measure-state.ts";
import { sideBySide } from "../../../../shared/app/side-by-side.ts";
import { takeDeadMessages } from "../../../../shared/app/take-dead-messages.ts";
import { measureUsage } from "../../../../shared/app/usage/measure-usage.ts";
import { emfMetrics } from "../../../../shared/adapters/emf/metrics.ts";
import { aWorld } from "../../../builders/world.ts";
import { memoryCallbackSender } from "../../../fakes/memory-callback-sender.ts";
import { memoryDeadMessages } from "../../../fakes/memory-dead-messages.ts";
import { memoryUsageCounter } from "../../../fakes/memory-usage-counter.ts";

const MINUTE_MS = 60_000;

export function watchedService(stage: string) {
  const metrics = emfMetrics(stage);
  const world = { ...aWorld(), metrics };
  const { clock, control } = world;
  const deadMessages = memoryDeadMessages(clock);
  const usage = measureUsage(memoryUsageCounter(), metrics);
  const deps = { ...world, usage, deadMessages };
  const sender = memoryCallbackSender();
  const measure = measureState({
    ...world,
    ...control,
    count: countStanding(world),
  });
  const takeDead = takeDeadMessages(deps);
  const now = { dispatchFails: false, clockStands: false, usedShare: 0.1 };

  /** What dispatch-scheduled does of what is measured. */
  const dispatch = async (): Promise<void> => {
    const failure = now.dispatchFails ? [Promise.reject(new Error("no"))] : [];
    const all = sideBySide(measure(), takeDead(), ...failure);
    await measureDispatch(all, metrics).catch(() => undefined);
  };

  /** One executor for a minute: it says that it lives, and how much memory it uses. */
  const executor = {
    runs: true,
    problem: undefined as string | undefined,
    async live(): Promise<void> {
      if (!executor.runs) return;
      await control.executors.note({
        id: "e-1",
        slots: 2,
        running: 0,
        lastSeenAt: clock.now(),
        ...(executor.problem !== undefined && { problem: executor.problem }),
      });
      const stop = new AbortController();
      const memory = { usedShare: async () => now.usedShare };
      const over = measureMemory(
        { executorId: "e-1", memory, metrics, clock },
        stop.signal,
      );
      await clock.advance(0);
      stop.abort();
      await over;
    },
  };

  return {
    ...deps,
    now,
    executor,
    sender,
    deliver: deliverCallback({ ...world, sender }),
    enter: authenticate({
      ...world,
      tokens: control.tokens,
      hasher: { matches: () => false },
    }),
    async minute(): Promise<void> {
      await executor.live();
      if (!now.clockStands) await dispatch();
      await metrics.flush();
    },
    nextMinute: () => clock.advance(MINUTE_MS),
  };
}

export type WatchedService = ReturnType<typeof watchedService>;
