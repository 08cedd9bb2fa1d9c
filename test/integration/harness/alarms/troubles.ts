/** For each alarm: what must happen that it rings, and what ends it. */
import { NEVER_LOST, type Session } from "../../../../shared/domain/session.ts";
import type { GateName } from "../../../../shared/domain/gate.ts";
import type { Task } from "../../../../shared/domain/task.ts";
import { later } from "../../../../shared/domain/timing.ts";
import { afterDeadMessage } from "../../../../shared/domain/transitions.ts";
import { aSession } from "../../../builders/session.ts";
import { aContent, aRun, aRunningTask, aTask } from "../../../builders/task.ts";
import type { WatchedService } from "./watched-service.ts";

export interface Trouble {
  readonly begin?: (service: WatchedService) => Promise<void> | void;
  /** Once in each minute of it. */
  readonly goOn?: (service: WatchedService) => Promise<void> | void;
  readonly end?: (service: WatchedService) => Promise<void> | void;
}

const HOUR_MS = 3_600_000;

const gate = (name: GateName, untilMs?: number): Trouble => ({
  begin: async ({ control, clock }) => {
    const since = clock.now();
    const until = untilMs === undefined ? {} : { until: later(since, untilMs) };
    const of = { reason: "a test", actor: "olga", since, ...until };
    await control.gates.close({ name, ...of });
  },
  end: async ({ control }) => {
    await control.gates.open(name);
  },
});

const session = async (
  { control }: WatchedService,
  next: Session,
): Promise<void> => {
  await control.sessions.replace(await control.sessions.read(), next);
};

const waiting = (tasks: readonly Partial<Task>[]): Trouble => ({
  begin: async ({ store, clock }) => {
    const since = clock.now();
    for (const fields of tasks)
      await store.create(
        aTask({ createdAt: since, notBefore: since, ...fields }),
        aContent(),
      );
  },
  end: ({ store }) => {
    store.rows.clear();
  },
});

const failures = (count: number): Trouble => ({
  begin: ({ usage }) => {
    for (let each = 0; each < count; each += 1)
      usage.ended(aTask({ status: "failed" }));
  },
});

export const TROUBLES: Readonly<Record<string, Trouble>> = {
  "session-lost": {
    begin: (service) => session(service, aSession("blocked")),
    end: (service) => session(service, NEVER_LOST),
  },
  "emergency-stop": gate("emergency"),
  "paused-long": gate("paused"),
  "limit-long": gate("limit", 2 * HOUR_MS),
  "limit-lasts": gate("limit"),
  "no-executor": {
    begin: async (service) => {
      service.executor.runs = false;
      await service.accept();
    },
    end: ({ executor }) => {
      executor.runs = true;
    },
  },
  "no-working-executor": {
    begin: ({ executor }) => {
      executor.problem = "the program is missing";
    },
    end: ({ executor }) => {
      executor.problem = undefined;
    },
  },
  "executor-memory": {
    begin: ({ now }) => {
      now.usedShare = 0.93;
    },
    end: ({ now }) => {
      now.usedShare = 0.5;
    },
  },
  "urgent-waits": waiting([{ priority: "urgent" }]),
  "tasks-wait": waiting([{ priority: "low" }]),
  "queue-full": waiting(Array.from({ length: 9_001 }, () => ({}))),
  "error-rate": failures(4),
  "dead-letters": failures(10),
  "dead-messages": {
    begin: ({ deadMessages }) => {
      deadMessages.put("no pointer");
    },
  },
  "unknown-answers": {
    begin: ({ usage, clock }) => {
      const run = aRun({ outcome: "unknown" });
      for (let each = 0; each < 3; each += 1)
        usage.ran({ task: aRunningTask(), run, at: clock.now() });
    },
  },
  "callbacks-failed": {
    begin: async ({ store, clock, sender, deliver }) => {
      for (let each = 0; each < 10; each += 1) {
        const task = aTask({ callbackUrl: "https://agent.example/done" });
        await store.create(task, aContent());
        const next = afterDeadMessage(task, clock.now());
        await store.transition(task, next);
        sender.ends.push({ kind: "answered", status: 410 });
        await deliver(next);
      }
    },
  },
  "authentications-failed": {
    begin: async ({ enter }) => {
      for (let each = 0; each < 100; each += 1)
        await enter("Bearer ccsp_x1_guess", `10.0.0.${each}`);
    },
  },
  "dispatch-failing": {
    begin: ({ now }) => {
      now.dispatchFails = true;
    },
    end: ({ now }) => {
      now.dispatchFails = false;
    },
  },
  "dispatch-missing": {
    begin: ({ now }) => {
      now.clockStands = true;
    },
    end: ({ now }) => {
      now.clockStands = false;
    },
  },
};
