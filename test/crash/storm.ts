/** Carries a plan out: agents send and cancel, parts are killed, suspended and started again. */
import { setTimeout as sleep } from "node:timers/promises";
import { agentOf, type AgentsTask, isFinished } from "./agent.ts";
import type { Kill, Pause, Plan, PlannedTask } from "./plan.ts";
import type { Stage } from "./stage.ts";

export interface StormEvents {
  /** After each kill. */
  onKill(kill: Kill, number: number): void;
  /** While the last tasks are waited for, each time that there are fewer. */
  onWait(unfinished: number): void;
}

/** Nothing finished for so long: what is left is lost. Twice a lease, and a visibility timeout. */
const STUCK_AFTER_MS = 120_000;
const LOOK_EVERY_MS = 1_000;
/** Whatever waits behind more than these is in no danger: the storm gives the service time. */
const MANY = 120;
const CATCHES_UP_WITHIN_MS = 15_000;
const LOOKS_AT_ONCE = 8;

/** Resolves when everything that was accepted is finished, or nothing finishes any more. */
export async function carryOut(
  plan: Plan,
  stage: Stage,
  events: StormEvents,
): Promise<readonly AgentsTask[]> {
  const over = new AbortController();
  const agent = agentOf(stage, over.signal);
  const tasks: AgentsTask[] = [];

  const play = async (planned: PlannedTask): Promise<void> => {
    await sleep(planned.atMs);
    const { executeInMs, cancelAfterMs } = planned;
    const task: AgentsTask = {
      planned,
      isSettled: false,
      ...(executeInMs !== undefined && {
        executeAt: new Date(Date.now() + executeInMs),
      }),
    };
    tasks.push(task);
    await agent.submit(task);
    if (cancelAfterMs !== undefined && task.taskId !== undefined) {
      await sleep(cancelAfterMs);
      await agent.cancel(task);
    }
    task.isSettled = true;
  };

  const unfinished = (): AgentsTask[] =>
    tasks.filter(
      (task) =>
        !task.isSettled || (task.taskId !== undefined && !task.finished),
    );

  const look = async (task: AgentsTask): Promise<void> => {
    const view = await agent.look(task);
    if (view && isFinished(view)) task.finished = view;
  };

  const watch = repeatedly(over.signal, async () => {
    const left = unfinished().filter(({ taskId }) => taskId !== undefined);
    while (left.length > 0)
      await Promise.all(left.splice(0, LOOKS_AT_ONCE).map(look));
  });
  // As the cron does each minute; it may be away.
  const sweeps = repeatedly(over.signal, () => stage.sweep().catch(() => {}));

  const waitForTheRest = async (): Promise<void> => {
    let least = Number.POSITIVE_INFINITY;
    for (let since = Date.now(); Date.now() - since < STUCK_AFTER_MS;) {
      const left = unfinished().length;
      if (left < least) {
        events.onWait(left);
        since = Date.now();
      }
      if (left === 0) return;
      least = Math.min(least, left);
      await sleep(LOOK_EVERY_MS);
    }
  };

  const catchUp = async (): Promise<void> => {
    const end = Date.now() + CATCHES_UP_WITHIN_MS;
    while (unfinished().length > MANY && Date.now() < end)
      await sleep(LOOK_EVERY_MS);
  };

  for (const [index, beat] of plan.beats.entries()) {
    await catchUp();
    for (const planned of beat.requests) void play(planned);
    if (beat.pause) void suspend(stage, beat.pause);
    await sleep(beat.lengthMs);
    await strike(stage, beat.kill);
    events.onKill(beat.kill, index + 1);
  }
  await waitForTheRest();
  over.abort();
  await Promise.all([watch, sweeps]);
  return tasks;
}

/** Whoever is suspended sleeps on: it is to wake up in a world that went on without it. */
async function strike(
  stage: Stage,
  { victim, backAfterMs }: Kill,
): Promise<void> {
  const awake = stage.actors.filter((actor) => !actor.isSuspended());
  const chosen = awake.filter(
    (actor) => victim === "everything" || actor === stage.actor(victim),
  );
  const victims = chosen.length > 0 ? chosen : awake.slice(-1);
  await Promise.all(victims.map((each) => each.kill(backAfterMs)));
}

async function suspend(stage: Stage, { victim, forMs }: Pause): Promise<void> {
  const goOn = await stage.actor(victim).suspend();
  await sleep(forMs);
  goOn();
}

async function repeatedly(
  over: AbortSignal,
  act: () => Promise<void>,
): Promise<void> {
  while (!over.aborted) {
    await act();
    await sleep(LOOK_EVERY_MS);
  }
}
