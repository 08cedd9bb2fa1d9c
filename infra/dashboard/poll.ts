/** Asks what is due while somebody looks, keeps each last answer with its time, and each failure until it is over. */
import type { Answers, Name } from "./answers.ts";
import { ask, AskError } from "./ask.ts";
import { due, PATHS, TICK_MS } from "./feeds.ts";

export interface Reading<Answer> {
  readonly answer?: Answer;
  /** When the answer was asked for. */
  readonly at?: number;
  /** Why a later one did not come. */
  readonly problem?: string | undefined;
}

export type Readings = {
  readonly [Each in Name]?: Reading<Answers[Each]>;
};

export interface Poll {
  /** Everything, now. */
  again(): void;
  stop(): void;
}

export function poll(deps: {
  readonly token: string;
  readonly show: (readings: Readings) => void;
  /** The token opens nothing any more. */
  readonly onRefused: (problem: string) => void;
}): Poll {
  let readings: Readings = {};
  let tick = 0;
  /** Whoever began anew is the only one that goes on. */
  let run = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const keep = (name: Name, reading: Reading<unknown>): void => {
    readings = { ...readings, [name]: { ...readings[name], ...reading } };
    if (!isStopped) deps.show(readings);
  };

  const read = async (name: Name): Promise<void> => {
    const at = Date.now();
    try {
      const answer = await ask(deps.token, PATHS[name]);
      keep(name, { answer, at, problem: undefined });
    } catch (error) {
      if (!(error instanceof AskError)) throw error;
      if (error.status === 401 && !isStopped) deps.onRefused(error.message);
      else keep(name, { problem: error.message });
    }
  };

  const step = async (mine: number): Promise<void> => {
    const begunAt = Date.now();
    const names = due(tick);
    tick += 1;
    await Promise.all(names.map(read));
    if (mine !== run || document.hidden) return;
    const waitMs = Math.max(500, begunAt + TICK_MS - Date.now());
    timer = setTimeout(() => void step(mine), waitMs);
  };

  const again = (): void => {
    clearTimeout(timer);
    tick = 0;
    run += 1;
    void step(run);
  };
  const onVisible = (): void => {
    clearTimeout(timer);
    if (!document.hidden) again();
  };
  document.addEventListener("visibilitychange", onVisible);
  again();
  return {
    again,
    stop: () => {
      isStopped = true;
      run += 1;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    },
  };
}
