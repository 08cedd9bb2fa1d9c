/** When a class will hold as many tasks as may wait in it, by how fast more come than go. */
import type { ClassDepth, Depth } from "../depth.ts";
import { QUEUE_CLASSES, type QueueClass } from "../task.ts";
import { forecast } from "./forecast.ts";
import { everyMinute } from "./minutes.ts";
import {
  LEAST_SAMPLES,
  minutesFrom,
  type Prediction,
  type Reached,
  reached,
  slopeMargin,
  trusted,
} from "./prediction.ts";
import type { Statistics } from "./statistics.ts";

export interface ClassOverflow extends Prediction {
  readonly class: QueueClass;
  readonly waiting: number;
  readonly maxQueuedPerClass: number;
  /** Per minute: those that came, and those that went. */
  readonly arrivalRate: number;
  readonly serviceRate: number;
  readonly overflow: Reached;
}

export interface QueueOverflow extends Prediction {
  /** The soonest of all classes; `null`: none is foreseeable. */
  readonly overflowsAt: Date | null;
  /** The soonest first. */
  readonly classes: readonly ClassOverflow[];
}

/** An error of a tenth of what may wait halves the confidence. */
const SCALE = 0.1;
const AHEAD_MINUTES = 60;

/** `null`: too few minutes are known. */
export function queueOverflow(
  depths: readonly Depth[],
  { now, maxQueuedPerClass }: { now: Date; maxQueuedPerClass: number },
  statistics: Statistics,
): QueueOverflow | null {
  if (depths.length < LEAST_SAMPLES) return null;
  const overflowOf = (name: QueueClass): readonly ClassOverflow[] => {
    const sizes = everyMinute(
      depths.map(({ at, classes }) => [
        minutesFrom(now, at),
        sizeOf(classes[name]),
      ]),
    );
    const foretold = forecast(sizes, { isNoisy: false, statistics });
    if (!foretold) return [];
    const serviceRate = serviceRateOf(name, depths);
    const last = depths.at(-1)?.classes[name];
    const waiting = last ? sizeOf(last) : 0;
    const told: ClassOverflow = {
      ...trusted({
        method: "linear-regression",
        sampleSize: depths.length,
        margin: slopeMargin(foretold) * AHEAD_MINUTES,
        scale: SCALE * maxQueuedPerClass,
      }),
      class: name,
      waiting,
      maxQueuedPerClass,
      arrivalRate: Math.max(0, serviceRate + foretold.slope),
      serviceRate,
      overflow: reached(maxQueuedPerClass - waiting, foretold, now),
    };
    return [told];
  };
  const classes = QUEUE_CLASSES.flatMap(overflowOf).toSorted(
    (one, other) => soonness(one) - soonness(other),
  );
  const [first] = classes;
  if (!first) return null;
  const { method, sampleSize, confidence, overflow } = first;
  const overflowsAt = overflow.expected;
  return { method, sampleSize, confidence, overflowsAt, classes };
}

function serviceRateOf(name: QueueClass, depths: readonly Depth[]): number {
  const rates = depths.flatMap(({ runs }) => (runs ? [runs[name] ?? 0] : []));
  const all = rates.reduce((sum, rate) => sum + rate, 0);
  return all / Math.max(1, rates.length);
}

const sizeOf = ({ waiting, delayed }: ClassDepth): number => waiting + delayed;

const soonness = ({ overflow }: ClassOverflow): number =>
  overflow.expected?.getTime() ?? Number.MAX_SAFE_INTEGER;
