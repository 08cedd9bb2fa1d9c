/**
 * The executor's life: checks its CLI, follows the gates, takes work, says that it is alive, and
 * ends in order: no new work, a grace for what runs, the rest queued again, then the polls in flight.
 */
import { OWN_ACTOR } from "../../domain/audit.ts";
import { countRecent, happened, NEVER } from "../../domain/recent-count.ts";
import type { QueueClass } from "../../domain/task.ts";
import { later } from "../../domain/timing.ts";
import { applySettings } from "./apply-settings.ts";
import { changeSignal } from "./change-signal.ts";
import { cliUsability } from "./cli-usability.ts";
import type { ExecutorDeps, ExecutorEvents } from "./executor-deps.ts";
import { followAccount } from "./follow-account.ts";
import { followLoad } from "./follow-load.ts";
import { followSession } from "./follow-session.ts";
import { measureMemory } from "./measure-memory.ts";
import { giveWay } from "./give-way.ts";
import { keepProtected } from "./keep-protected.ts";
import { oldestFirst } from "./oldest-first.ts";
import type { RunSeen } from "./run-task.ts";
import { sayAlive } from "./say-alive.ts";
import { createSlots } from "./slots.ts";
import { takeWork } from "./take-work.ts";
import { throttle } from "./throttle.ts";
import { untilAborted } from "./until-aborted.ts";
import { untilNothingRuns } from "./until-nothing-runs.ts";
import { watchControl } from "./watch-control.ts";
import { watchForEmergency } from "./watch-for-emergency.ts";
import { watchedQueue } from "./watched-queue.ts";
import { workOneTask } from "./work-one-task.ts";

/** After so long a run that was ended for the sake of memory counts as one that cannot be ended. */
const END_RUNS_MS = 10_000;

/** Resolves when all is over: after `stop`, or after an emergency stop that came while it worked. */
export function executor(
  deps: ExecutorDeps,
  events: ExecutorEvents,
): (stop: AbortSignal) => Promise<"stopped" | "emergency"> {
  const { clock, journal, executorId: id } = deps;
  const changed = changeSignal();
  const { current } = deps.settings;
  const slots = createSlots(current().concurrency);
  let isReady = false;
  let wasOpen = false;
  let couldStart = false;
  let wasHeld: ReadonlySet<QueueClass> = new Set();
  let isEmergency = false;
  let raising: Promise<unknown> = Promise.resolve();
  const ending = new AbortController();

  const usability = cliUsability({
    ...deps,
    onLook: async () => {
      onChange();
      await alive.say();
    },
  });

  const problem = (): string | undefined =>
    usability.problem() ?? emergency.problem() ?? successor.problem();

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
    const held = watch.held();
    const isFreed = [...wasHeld].some((each) => !held.has(each));
    if (canStart && (!couldStart || isFreed)) queue.reopened();
    couldStart = canStart;
    wasHeld = held;
    if (!isReady && usability.isChecked() && watch.isConnected()) {
      isReady = true;
      events.onReady();
    }
    changed.notify();
  };
  const account = followAccount({ ...deps, onChange: changed.notify });
  const load = followLoad({ ...deps, refresh: () => watch.refresh() });
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
      applied.apply();
      load.look();
      if (watch.isClosed("session") && usability.problem() === undefined)
        session.look(ending.signal);
    },
  });

  const endRuns = (): Promise<void> =>
    untilNothingRuns({ slots, clock }, () => "memory-exhausted", END_RUNS_MS);
  const emergency = watchForEmergency({
    ...deps,
    rules: () => current().stopConditions,
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
  const applied = applySettings({
    ...deps,
    slots,
    onChange: () => {
      changed.notify();
      void alive.say();
    },
  });
  const pace = throttle({
    clock,
    stop: ending.signal,
    delayMs: applied.delayMs,
    onOver: changed.notify,
  });
  const places = (): number => {
    const allowed = account.allowance();
    return allowed.kind === "open" ? allowed.places : slots.taken() + 1;
  };
  let finished = NEVER;
  const successor = giveWay({
    ...deps,
    onChange: () => {
      onChange();
      void alive.say();
    },
  });
  const alive = sayAlive({
    ...deps,
    id,
    seen: (now) => {
      const why = problem();
      return {
        version: deps.version,
        startedAt: successor.startedAt,
        slots: slots.size(),
        running: slots.running.size,
        finishedLastMinute: countRecent(finished, now),
        process: deps.gauge.sample(),
        ...(why !== undefined && { problem: why }),
      };
    },
  });
  const onSeen = async ({ run, change, ...seen }: RunSeen) => {
    if (seen.hasFinished) finished = happened(finished, clock.now());
    if (seen.hasLostLogin) await emergency.sessionLost();
    if (run.usageWindows) await load.observe(run.usageWindows);
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
    mayStart: () => mayStart() && pace.isOver(),
    isHeld: (queueClass) => watch.held().has(queueClass),
    places,
    onOnlyStale: queue.onlyStale,
    workOneTask: pace.counting(
      workOneTask({
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
    ),
  });

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
    const background = [
      watch.run(over.signal),
      alive.run(over.signal),
      successor.run(over.signal),
      deps.usage.keepPutting(over.signal),
      keepProtected(deps, () => slots.running.size > 0)(over.signal),
      measureMemory(deps, over.signal),
    ];
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
    await load.settled();
    await alive.end();
    return isEmergency ? "emergency" : "stopped";
  };
}
