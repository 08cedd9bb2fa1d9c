/** How long things took: the wait for a place, the CLI's run, and what the service itself took; and how starts were foretold. */
import {
  type PredictedStartFigures,
  predictedStartFigures,
} from "./predicted-starts.ts";
import { QUEUE_CLASSES, type QueueClass } from "./task.ts";
import { allClasses, type Times, timesOf } from "./usage-rates.ts";
import { type ClassUsage, NO_CLASS_USAGE, type Usage } from "./usage.ts";

/** In milliseconds. */
export interface PerformanceFigures {
  readonly waitMs: Times;
  readonly runMs: Times;
  readonly overheadMs: Times;
  readonly predictedStarts: PredictedStartFigures;
}

export const performanceOf = (usage: Usage): PerformanceFigures =>
  figuresOf(allClasses(usage));

/** Of every class, also where nothing was done. */
export const performanceByClass = ({
  classes,
}: Usage): readonly (PerformanceFigures & {
  readonly class: QueueClass;
})[] =>
  QUEUE_CLASSES.map((name) => ({
    class: name,
    ...figuresOf(classes.get(name) ?? NO_CLASS_USAGE),
  }));

const figuresOf = ({
  wait,
  run,
  overhead,
  starts,
}: ClassUsage): PerformanceFigures => ({
  waitMs: timesOf(wait),
  runMs: timesOf(run),
  overheadMs: timesOf(overhead),
  predictedStarts: predictedStartFigures(starts),
});
