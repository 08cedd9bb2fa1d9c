/**
 * The executor's life: checks its CLI, follows the gates, takes work, says that it is alive, and
 * ends in order: no new work, a grace for what runs, the rest queued again, then the polls in flight.
 */
import { OWN_ACTOR } from "../../domain/audit.ts";
import type { StopRules } from "../../domain/stop-conditions.ts";
import { countRecent, happened, NEVER } from "../../domain/recent-count.ts";
import { EXECUTOR_BEAT_MS, later } from "../../domain/timing.ts";
import type { Cli } from "../../ports/cli.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExecutorRegistry } from "../../ports/control-store.ts";
import type { Journal } from "../../ports/journal.ts";
import type { EmergencyStop } from "../emergency-stop.ts";
import { changeSignal } from "./change-signal.ts";
import { cliUsability } from "./cli-usability.ts";
import { type AccountDeps, followAccount } from "./follow-account.ts";
import { followSession, type SessionFollowerDeps } from "./follow-session.ts";
import { oldestFirst, type OldestFirstDeps } from "./oldest-first.ts";
import type { RunSeen } from "./run-task.ts";
import { createSlots } from "./slots.ts";
import { takeWork } from "./take-work.ts";
import { untilAborted } from "./until-aborted.ts";
import { untilNothingRuns } from "./until-nothing-runs.ts";
import { watchControl, type WatchDeps } from "./watch-control.ts";
import {
  type EmergencyDeps,
  watchForEmergency,
} from "./watch-for-emergency.ts";
import { type AskedQueue, watchedQueue } from "./watched-queue.ts";
import { workOneTask, type WorkDeps } from "./work-one-task.ts";

export interface ExecutorDeps
  extends
    Omit<
      WorkDeps,
      "slots" | "account" | "session" | "onSeen" | "onMisconfigured"
    >,
    Pick<AccountDeps, "limits" | "audit">,
    Pick<WatchDeps, "head" | "gates" | "store">,
    Pick<SessionFollowerDeps, "reportLoss" | "verifyLogin">,
    Pick<EmergencyDeps, "stop" | "memory"> {
  readonly queue: AskedQueue;
  readonly store: WorkDeps["store"] &
    WatchDeps["store"] &
    OldestFirstDeps["store"];
  readonly cli: Cli;
  readonly executors: Pick<ExecutorRegistry, "note" | "forget">;
  readonly emergency: Pick<EmergencyStop, "raise">;
  readonly stopRules: StopRules;
  readonly clock: Clock;
  readonly journal: Journal;
  /** How many CLIs run at once. */
  readonly concurrency: number;
  /** How long what runs may go on after the stop. */
  readonly graceMs: number;
}

export interface ExecutorEvents {
  /** The CLI was checked and the gates were read: work is taken, or it was said why not. */
  onReady(): void;
  /** Nothing runs any more; only polls may be in flight. */
  onDrained(): void;
}

/** After so long a run that was ended for the sake of memory counts as one that cannot be ended. */
const END_RUNS_MS = 10_000;

/** Resolves when all is over: after `stop`, or after an emergency stop that came while it worked. */
export function executor(
  deps: ExecutorDeps,
  events: ExecutorEvents,
): (stop: AbortSignal) => Promise<"stopped" | "emergency"> {
  const { clock, journal, executors, executorId: id } = deps;
  const changed = changeSignal();
  const slots = createSlots(deps.concurrency);
  let isReady = false;
  let wasOpen = false;
  let couldStart = false;
  let isEmergency = false;
  let raising: Promise<unknown> = Promise.resolve();
  const ending = new AbortController();

  const usability = cliUsability({
    ...deps,
    onLook: async () => {
      onChange();
      await say();
    },
  });

  const problem = (): string | undefined =>
    usability.problem() ?? emergency.problem();

  const mayStart = (): boolean =>
    problem() === undefined &&
    watch.isConnected() &&
    !watch.gate() &&
    account.allowance().kind !== "closed";

  const onChange = (): void => {
    const isStopped = watch.gate()?.name === "emergency";
    // A stop that was there before us is waited out; one that comes while we work ends us.
    if (isStopped && wasOpen) {
      isEmergency = true;
      ending.abort();
    }
    if (watch.isConnected() && !isStopped) wasOpen = true;
    const canStart = mayStart();
    if (canStart && !couldStart) queue.reopened();
    couldStart = canStart;
    if (!isReady && usability.isChecked() && watch.isConnected()) {
      isReady = true;
      events.onReady();
    }
    changed.notify();
  };
  const account = followAccount({ ...deps, onChange: changed.notify });
  const session = followSession({
    ...deps,
    refresh: () => watch.refresh(),
  });
  const watch = watchControl({
    ...deps,
    slots,
    account,
    onChange,
    onRead: () => {
      if (watch.isClosed("session") && usability.problem() === undefined)
        session.look(ending.signal);
    },
  });

  const endRuns = (): Promise<void> =>
    untilNothingRuns({ slots, clock }, () => "memory-exhausted", END_RUNS_MS);
  const emergency = watchForEmergency({
    ...deps,
    rules: deps.stopRules,
    endRuns,
    onChange,
    raise: async (reason) => {
      const raised = deps.emergency.raise({ actor: OWN_ACTOR, reason });
      // Whoever raises it also reports and tells it, and must not end before; several may at once.
      raising = Promise.all([raising, raised.catch(() => undefined)]);
      await raised;
    },
  });

  const queue = oldestFirst({
    ...deps,
    queue: watchedQueue(deps.queue, emergency.queueAsked),
    places: slots.size,
  });
  const places = (): number => {
    const allowed = account.allowance();
    return allowed.kind === "open" ? allowed.places : slots.taken() + 1;
  };
  let finished = NEVER;
  const onSeen = async ({ run, change, ...seen }: RunSeen) => {
    if (seen.hasFinished) finished = happened(finished, clock.now());
    if (seen.hasLostLogin) await emergency.sessionLost();
    if (run.outcome === "success") await emergency.runSucceeded();
    const { closed } = change.after;
    if (closed && closed.until !== change.before.closed?.until)
      await emergency.limitClosed(closed.until);
  };
  const take = takeWork({
    ...deps,
    queue,
    slots,
    changed,
    mayStart,
    places,
    onOnlyStale: queue.onlyStale,
    workOneTask: workOneTask({
      ...deps,
      queue,
      slots,
      account,
      session,
      onSeen,
      onMisconfigured: () => {
        usability.suspect(ending.signal);
      },
    }),
  });

  const say = async (): Promise<void> => {
    const why = problem();
    const lastSeenAt = clock.now();
    const sighting = {
      id,
      slots: slots.size,
      running: slots.running.size,
      lastSeenAt,
      finishedLastMinute: countRecent(finished, lastSeenAt),
      ...(why !== undefined && { problem: why }),
    };
    await executors.note(sighting).catch((error: unknown) => {
      journal.note({ event: "not-noted", level: "warn", error });
    });
  };

  const sayEverySoOften = async (stop: AbortSignal): Promise<void> => {
    while (!stop.aborted) {
      await say();
      await clock.sleep(EXECUTOR_BEAT_MS, stop);
    }
  };

  const drain = (): Promise<void> => {
    const graceEnds = later(clock.now(), deps.graceMs);
    // An emergency knows no grace.
    return untilNothingRuns({ slots, clock }, () =>
      isEmergency || clock.now() >= graceEnds ? "stopping" : undefined,
    );
  };

  return async (stop) => {
    stop.addEventListener(
      "abort",
      () => {
        ending.abort();
      },
      { once: true },
    );
    if (stop.aborted) ending.abort();
    ending.signal.addEventListener("abort", changed.notify, { once: true });
    // The watch and the word of life go on while we drain: what runs can still be cancelled.
    const over = new AbortController();
    const background = [watch.run(over.signal), sayEverySoOften(over.signal)];
    const watching = emergency.run(ending.signal);
    const checking = usability.check(ending.signal);
    const taking = take(ending.signal);
    await untilAborted(ending.signal);
    journal.note({
      event: "stopping",
      isEmergency,
      running: slots.running.size,
    });
    await drain();
    events.onDrained();
    over.abort();
    await Promise.all([...background, watching, checking, taking]);
    await Promise.all([usability.settled(), session.settled(), raising]);
    await executors.forget(id).catch(() => undefined);
    return isEmergency ? "emergency" : "stopped";
  };
}
