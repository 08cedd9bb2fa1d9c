/**
 * The executor's life: checks its CLI, follows the gates, takes work, says that it is alive, and
 * ends in order: no new work, a grace for what runs, the rest queued again, then the polls in flight.
 */
import { EXECUTOR_BEAT_MS, later } from "../../domain/timing.ts";
import type { Cli } from "../../ports/cli.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExecutorRegistry } from "../../ports/control-store.ts";
import type { Journal, JournalEntry } from "../../ports/journal.ts";
import { changeSignal } from "./change-signal.ts";
import { type AccountDeps, followAccount } from "./follow-account.ts";
import { createSlots } from "./slots.ts";
import { takeWork, type TakeWorkDeps } from "./take-work.ts";
import { watchControl, type WatchDeps } from "./watch-control.ts";
import { workOneTask, type WorkDeps } from "./work-one-task.ts";

export interface ExecutorDeps
  extends
    Omit<WorkDeps, "slots" | "account" | "onMisconfigured">,
    Pick<AccountDeps, "limits" | "audit">,
    Pick<TakeWorkDeps, "queue">,
    Pick<WatchDeps, "head" | "gates" | "store"> {
  readonly queue: WorkDeps["queue"] & TakeWorkDeps["queue"];
  readonly store: WorkDeps["store"] & WatchDeps["store"];
  readonly cli: Cli;
  readonly executors: Pick<ExecutorRegistry, "note" | "forget">;
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

/** After so long a CLI that could not be used is tried again. */
const RECHECK_MS = 30_000;
/** Between two looks at whether something still runs. */
const DRAIN_LOOK_MS = 25;

/** Resolves when all is over: after `stop`, or after an emergency stop that came while it worked. */
export function executor(
  deps: ExecutorDeps,
  events: ExecutorEvents,
): (stop: AbortSignal) => Promise<"stopped" | "emergency"> {
  const { clock, journal, executors, executorId: id } = deps;
  const changed = changeSignal();
  const slots = createSlots(deps.concurrency);
  let problem: string | undefined = "the CLI has not been checked yet";
  let isChecked = false;
  let isReady = false;
  let wasOpen = false;
  let isEmergency = false;
  let suspicion: Promise<void> | undefined;
  const ending = new AbortController();

  const tellReady = (): void => {
    if (isReady || !isChecked || !watch.isConnected()) return;
    isReady = true;
    events.onReady();
  };

  const onChange = (): void => {
    const isStopped = watch.gate()?.name === "emergency";
    // A stop that was there before us is waited out; one that comes while we work ends us.
    if (isStopped && wasOpen) {
      isEmergency = true;
      ending.abort();
    }
    if (watch.isConnected() && !isStopped) wasOpen = true;
    tellReady();
    changed.notify();
  };
  const account = followAccount({ ...deps, onChange: changed.notify });
  const watch = watchControl({ ...deps, slots, account, onChange });
  const mayStart = (): boolean =>
    problem === undefined &&
    watch.isConnected() &&
    !watch.gate() &&
    account.allowance().kind !== "closed";
  const places = (): number => {
    const allowed = account.allowance();
    return allowed.kind === "open" ? allowed.places : slots.taken() + 1;
  };
  const take = takeWork({
    ...deps,
    slots,
    changed,
    mayStart,
    places,
    workOneTask: workOneTask({
      ...deps,
      slots,
      account,
      onMisconfigured: () => {
        suspicion ??= suspectCli().finally(() => {
          suspicion = undefined;
        });
      },
    }),
  });

  const say = async (): Promise<void> => {
    const sighting = {
      id,
      slots: slots.size,
      running: slots.running.size,
      lastSeenAt: clock.now(),
      ...(problem !== undefined && { problem }),
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

  /** Looks at the CLI again and again until it can be used; no work is taken until then. */
  const untilUsable = async (
    look: () => Promise<
      { readonly reason: string } | { readonly entry: JournalEntry }
    >,
  ): Promise<void> => {
    while (!ending.signal.aborted) {
      const seen = await look();
      problem = "reason" in seen ? seen.reason : undefined;
      journal.note(
        "entry" in seen
          ? seen.entry
          : { event: "cli-unusable", level: "error", reason: problem },
      );
      isChecked = true;
      tellReady();
      changed.notify();
      await say();
      if (problem === undefined) return;
      await clock.sleep(RECHECK_MS, ending.signal);
    }
  };

  const checkCli = (): Promise<void> =>
    untilUsable(async () => {
      const check = await deps.cli.check();
      return check.usable
        ? { entry: { event: "cli-usable", version: check.version } }
        : check;
    });

  /** A task's own setting can be wrong, or the CLI's: a run without settings tells them apart. */
  const suspectCli = (): Promise<void> =>
    untilUsable(async () => {
      const verification = await deps.cli.verify(ending.signal);
      return verification.login === "works"
        ? { entry: { event: "cli-works" } }
        : verification;
    });

  const drain = async (): Promise<void> => {
    const graceEnds = later(clock.now(), deps.graceMs);
    // What runs no more may still have to be recorded.
    while (slots.taken() > 0 || slots.running.size > 0) {
      // Each time anew: a claim that was under way joins those that run, and an emergency knows no grace.
      if (isEmergency || clock.now() >= graceEnds)
        for (const running of slots.running.values()) running.end("stopping");
      await clock.sleep(DRAIN_LOOK_MS);
    }
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
    const checking = checkCli();
    const taking = take(ending.signal);
    await ended(ending.signal);
    journal.note({
      event: "stopping",
      isEmergency,
      running: slots.running.size,
    });
    await drain();
    events.onDrained();
    over.abort();
    await Promise.all([...background, checking, taking, suspicion]);
    await executors.forget(id).catch(() => undefined);
    return isEmergency ? "emergency" : "stopped";
  };
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      "abort",
      () => {
        resolve();
      },
      { once: true },
    );
  });
