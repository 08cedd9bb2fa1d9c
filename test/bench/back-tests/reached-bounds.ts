/** How honest the bounds of the time are at which something is told to be reached. */
import type { Reached } from "../../../shared/domain/prediction/prediction.ts";
import { type BoundErrors, meanOf, medianOf } from "./moments.ts";

export interface ReachedErrors extends BoundErrors {
  /** How often nothing spoke against them, be it that something was reached or not. */
  readonly borneOut: number;
  /** How often no latest time was told. */
  readonly openEnded: number;
}

export interface ReachedOrNot {
  readonly told: Reached;
  readonly now: Date;
  /** `undefined`: not until the end of the series. */
  readonly reachedAt: Date | undefined;
  /** How it went on is known until then. */
  readonly knownUntil: Date;
}

/** Of what was reached; the width as a multiple of the time that was left. */
export function reachedErrors(all: readonly ReachedOrNot[]): ReachedErrors {
  const reached = all.flatMap(({ told, now, reachedAt }) =>
    reachedAt ? [{ told, now, reachedAt }] : [],
  );
  return {
    borneOut: meanOf(all, (each) => Number(isBorneOut(each))),
    within: meanOf(reached, ({ told, reachedAt }) =>
      Number(isBetween(told, reachedAt)),
    ),
    medianWidth: medianOf(
      reached.map(
        ({ told, now, reachedAt }) => width(told) / (+reachedAt - +now),
      ),
    ),
    openEnded: meanOf(reached, ({ told }) => Number(told.latest === null)),
  };
}

/** `null`, the latest, is never. */
const isBetween = ({ earliest, latest }: Reached, at: Date): boolean =>
  earliest !== null && earliest <= at && (latest === null || at <= latest);

const isBorneOut = ({ told, reachedAt, knownUntil }: ReachedOrNot): boolean =>
  reachedAt
    ? isBetween(told, reachedAt)
    : told.latest === null || told.latest >= knownUntil;

const width = ({ earliest, latest }: Reached): number =>
  earliest && latest ? +latest - +earliest : Infinity;
