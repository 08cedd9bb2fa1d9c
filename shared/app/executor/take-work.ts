/**
 * Fills free slots from the queues: one short receive at a time in the order of the choice, and
 * only when all are empty a long poll of all five at once. A poll in flight is never aborted. A
 * class that is held back is not asked.
 */
import { backoffMs } from "../../domain/backoff.ts";
import {
  type ChoiceState,
  INITIAL_CHOICE,
  next,
  took,
} from "../../domain/choice.ts";
import { QUEUE_CLASSES, type QueueClass } from "../../domain/task.ts";
import { later } from "../../domain/timing.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { ReceivedMessage, TaskQueue } from "../../ports/task-queue.ts";
import type { ChangeSignal } from "./change-signal.ts";
import type { Slots } from "./slots.ts";
import type { WorkOneTask } from "./work-one-task.ts";

/** The longest that SQS waits. */
const LONG_POLL_SECONDS = 20;
/** The longest pause of a queue that fails: it must be noticed soon that it is back. */
const MAX_PAUSE_MS = 10_000;
/**
 * How long a class that had nothing is believed to have nothing. A busy executor would otherwise
 * ask the empty classes again before each task; what comes meanwhile waits so much longer.
 */
const EMPTY_FOR_MS = 100;
/**
 * A selection ends with a run, not with a stale message: else a class whose waiting tasks were
 * cancelled by the thousand would spend its turns on their messages. After so many of them its
 * tasks are looked for in the table, and if none is found there its turn is over all the same.
 */
const MAX_STALE = 10;

export interface TakeWorkDeps {
  readonly queue: Pick<TaskQueue, "receive" | "hide">;
  readonly workOneTask: WorkOneTask;
  /** Of this class only stale messages came: where else may its work be? */
  readonly onOnlyStale: (queueClass: QueueClass) => void;
  readonly slots: Slots;
  /** Whether work may start now, as far as gates and dependencies go. */
  readonly mayStart: () => boolean;
  /** Whether the work of this class has to wait although that of others may start. */
  readonly isHeld: (queueClass: QueueClass) => boolean;
  /** How many tasks may run here at once, of the slots that there are. */
  readonly places: () => number;
  /** Notified when a slot is free again, and when `mayStart` may have changed. */
  readonly changed: ChangeSignal;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly metrics: Pick<Metrics, "record">;
  readonly random: () => number;
}

interface Found {
  readonly message: ReceivedMessage;
  /** Messages of the same selection that were found before it. */
  readonly stale: number;
}

/** Resolves after `stop`, when the polls that were in flight then have come back. */
export type TakeWork = (stop: AbortSignal) => Promise<void>;

export function takeWork(deps: TakeWorkDeps): TakeWork {
  const { queue, slots, changed, journal } = deps;

  return async (stop) => {
    const polls = new Map<QueueClass, Promise<void>>();
    const emptyUntil = new Map<QueueClass, Date>();
    /** Classes that were chosen and came to nothing, with the stale messages of that selection. */
    const owed = new Map<QueueClass, number>();
    let choice: ChoiceState = INITIAL_CHOICE;

    const isStopped = (): boolean => stop.aborted;
    const mayGoOn = (): boolean => !isStopped() && deps.mayStart();
    const isOpen = (): boolean =>
      mayGoOn() && slots.hasFree() && slots.taken() < deps.places();

    const receive = async (
      queueClass: QueueClass,
      waitSeconds: number,
    ): Promise<ReceivedMessage | "nothing" | "failed"> => {
      try {
        return (await queue.receive(queueClass, waitSeconds)) ?? "nothing";
      } catch (error) {
        if (!isStopped())
          journal.note({
            event: "receive-failed",
            level: "warn",
            queueClass,
            error,
          });
        return "failed";
      }
    };

    const repeatAfter = (queueClass: QueueClass, stale: number): void => {
      if (stale > MAX_STALE) return;
      if (stale === MAX_STALE) deps.onOnlyStale(queueClass);
      owed.set(queueClass, stale);
    };

    /**
     * The slot is free when the run is over: the next one need not wait for the record of its end.
     *
     * @param stale messages of its selection before it; absent where a long poll brought it
     */
    const start = (
      message: ReceivedMessage,
      slot: number,
      stale?: number,
    ): void => {
      let isHeld = true;
      const free = (): void => {
        if (!isHeld) return;
        isHeld = false;
        slots.free(slot);
        changed.notify();
      };
      deps
        .workOneTask(message, slot, free)
        .then((worked) => {
          if (worked === "stale" && stale !== undefined)
            repeatAfter(message.queueClass, stale + 1);
        })
        .catch((error: unknown) => {
          journal.note({
            event: "work-failed",
            level: "error",
            taskId: message.pointer?.taskId,
            error,
          });
        })
        .finally(free);
    };

    /** A message that may not start here any more goes to whoever is idle. */
    const giveBack = (message: ReceivedMessage): Promise<void> => {
      journal.note({
        event: "given-back",
        level: "debug",
        taskId: message.pointer?.taskId,
      });
      deps.metrics.record({
        values: { MessagesGivenBack: 1 },
        dimensions: { Class: message.queueClass },
      });
      return queue.hide(message, 0).catch((error: unknown) => {
        journal.note({ event: "give-back-failed", level: "warn", error });
      });
    };

    /** Polls until a message comes, or until none is wanted any more. */
    const receiveLong = async (
      queueClass: QueueClass,
    ): Promise<ReceivedMessage | undefined> => {
      let failures = 0;
      while (isOpen() && !deps.isHeld(queueClass)) {
        const message = await receive(queueClass, LONG_POLL_SECONDS);
        if (typeof message === "object") return message;
        failures = message === "failed" ? failures + 1 : 0;
        if (failures > 0) await pause(failures);
      }
      return undefined;
    };

    const pause = (failures: number): Promise<void> => {
      const pauseMs = backoffMs(failures, deps.random());
      return deps.clock.sleep(Math.min(pauseMs, MAX_PAUSE_MS), stop);
    };

    const pollLong = async (queueClass: QueueClass): Promise<void> => {
      const message = await receiveLong(queueClass);
      if (message) emptyUntil.delete(queueClass);
      const mayTake = isOpen() && !deps.isHeld(queueClass);
      const slot = message && mayTake ? slots.take() : undefined;
      if (message && slot !== undefined) start(message, slot);
      else if (message) await giveBack(message);
      polls.delete(queueClass);
      changed.notify();
    };

    /** A class whose long poll is in flight is known to be empty, and so is one that just was. */
    const mayHold = (queueClass: QueueClass): boolean => {
      const until = emptyUntil.get(queueClass);
      const wasEmpty = until !== undefined && deps.clock.now() < until;
      return !wasEmpty && !polls.has(queueClass) && !deps.isHeld(queueClass);
    };

    /** The first message found. */
    const ask = async (): Promise<Found | undefined> => {
      const mayHaveWork = new Set(QUEUE_CLASSES.filter(mayHold));
      while (mayGoOn()) {
        for (const each of [...mayHaveWork].filter(deps.isHeld))
          mayHaveWork.delete(each);
        const again = QUEUE_CLASSES.find(
          (each) => owed.has(each) && mayHaveWork.has(each),
        );
        const chosen = again ?? next(choice, mayHaveWork);
        if (chosen === undefined) return undefined;
        const stale = owed.get(chosen) ?? 0;
        owed.delete(chosen);
        const message = await receive(chosen, 0);
        if (typeof message === "object") {
          if (!again) choice = took(choice, chosen, mayHaveWork);
          return { message, stale };
        }
        // Of one that failed nothing is known; its long poll asks again, after a pause.
        if (message === "nothing")
          emptyUntil.set(chosen, later(deps.clock.now(), EMPTY_FOR_MS));
        mayHaveWork.delete(chosen);
      }
      return undefined;
    };

    /** The slot is taken before the first question, so that no long poll gives it away meanwhile. */
    const fillOne = async (): Promise<boolean> => {
      const slot = slots.take();
      if (slot === undefined) return false;
      const found = await ask();
      if (found && mayGoOn() && !deps.isHeld(found.message.queueClass)) {
        start(found.message, slot, found.stale);
        return true;
      }
      slots.free(slot);
      if (found) await giveBack(found.message);
      return false;
    };

    while (!isStopped()) {
      const change = changed.next();
      if (isOpen()) {
        if (await fillOne()) continue;
        if (isOpen())
          for (const each of QUEUE_CLASSES)
            if (!polls.has(each) && !deps.isHeld(each))
              polls.set(each, pollLong(each));
      }
      if (!isStopped()) await change;
    }
    await Promise.all(polls.values());
  };
}
