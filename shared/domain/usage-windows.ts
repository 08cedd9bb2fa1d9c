/** The account's usage windows as far as runs have told of them. */
import type { SeenWindow, Usage } from "./usage.ts";

export interface WindowFigures {
  readonly name: string;
  /** 0 to 1, or more; `null`: not told, or the window has ended since. */
  readonly utilization: number | null;
  /** What is left of it, 0 to 1. */
  readonly remaining: number | null;
  readonly resetsAt: Date | null;
  /** When a run told so. */
  readonly seenAt: Date;
}

export const windowFigures = (
  { windows }: Usage,
  now: Date,
): readonly WindowFigures[] =>
  [...windows.values()].map((window) => figuresOf(window, now));

function figuresOf(window: SeenWindow, now: Date): WindowFigures {
  const { name, resetsAt, seenAt } = window;
  const isOver = resetsAt !== undefined && resetsAt <= now;
  const utilization = isOver ? null : (window.utilization ?? null);
  return {
    name,
    utilization,
    remaining: utilization === null ? null : Math.max(0, 1 - utilization),
    resetsAt: isOver ? null : (resetsAt ?? null),
    seenAt,
  };
}
