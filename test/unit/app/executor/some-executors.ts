/** Several executors that share one world and one account. */
import { followAccount } from "../../../../shared/app/executor/follow-account.ts";
import type { ExecutorDeps } from "../../../../shared/app/executor/executor-deps.ts";
import type { CliRun } from "../../../../shared/domain/outcome.ts";
import type { Task } from "../../../../shared/domain/task.ts";
import { aWorld, type World } from "../../../builders/world.ts";
import { type MemoryCli, memoryCli } from "../../../fakes/memory-cli.ts";
import { START } from "../../../fakes/memory-clock.ts";
import { type AnExecutor, anExecutor } from "./an-executor.ts";

/** What the API answers a run that begins now; `undefined` leaves it to the test to finish it. */
export type Api = (index: number) => Partial<CliRun> | undefined;

export interface SomeExecutors extends World {
  readonly all: readonly AnExecutor[];
  /** When runs began, whichever executor began them: milliseconds since the start. */
  readonly startedMs: readonly number[];
  /** From now on the API answers in this way. */
  answer(api: Api): void;
  /** Of each executor, how many of its runs go on. */
  running(): readonly number[];
  /** Finishes all that runs. */
  finishRuns(run?: Partial<CliRun>): Promise<void>;
  acceptMany(count: number): Promise<readonly Task[]>;
  nowMs(): number;
  start(): Promise<void>;
  finish(): Promise<void>;
}

/** @param change what is special about each, by its number */
export function someExecutors(
  count: number,
  change: (index: number, world: World) => Partial<ExecutorDeps> = () => ({}),
): SomeExecutors {
  const world = aWorld();
  const startedMs: number[] = [];
  let api: Api = () => undefined;
  const nowMs = (): number => world.clock.now().getTime() - START.getTime();

  const clis: MemoryCli[] = [];
  const all = Array.from({ length: count }, (_, index) => {
    const cli = memoryCli({
      script: () => {
        startedMs.push(nowMs());
        return api(startedMs.length - 1);
      },
    });
    clis.push(cli);
    return anExecutor(
      () => ({ executorId: `e-${index + 1}`, ...change(index, world) }),
      { ...world, cli },
    );
  });
  const runsOf = ({ runs }: MemoryCli) =>
    runs.filter((run) => !run.isFinished());
  return {
    ...world,
    all,
    startedMs,
    nowMs,
    answer: (next) => {
      api = next;
    },
    running: () => clis.map((cli) => runsOf(cli).length),
    finishRuns: async (run) => {
      for (const each of clis.flatMap(runsOf)) each.finish(run);
      await world.clock.advance(0);
    },
    acceptMany: async (number) => {
      const tasks: Task[] = [];
      while (tasks.length < number)
        tasks.push(await world.accept({ notBefore: world.clock.now() }));
      await world.clock.advance(0);
      return tasks;
    },
    start: async () => {
      for (const each of all) await each.start();
    },
    finish: async () => {
      for (const each of all) await each.stop();
      for (const each of all) await each.finish();
    },
  };
}

/** Somebody else who follows the same account. */
export const aFollower = (world: World) =>
  followAccount({
    ...world,
    limits: world.control.limits,
    onChange: () => undefined,
  });
