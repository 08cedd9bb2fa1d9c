import { type ScaleIn, ScaleInError } from "../../shared/ports/scale-in.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";

export interface MemoryScaleIn extends ScaleIn {
  readonly failing: Failing<ScaleIn>;
  /** What it was asked, in order: for how many milliseconds, or `released`. */
  readonly asked: readonly (number | "released")[];
}

export function memoryScaleIn(): MemoryScaleIn {
  const failing: Failing<ScaleIn> = new Set();
  const asked: (number | "released")[] = [];
  const ask = (method: keyof ScaleIn, what: number | "released") =>
    new Promise<void>((resolve) => {
      refuseIfFailing(failing, method, (_, told) => new ScaleInError(told));
      asked.push(what);
      resolve();
    });
  return {
    failing,
    asked,
    protect: (forMs) => ask("protect", forMs),
    release: () => ask("release", "released"),
  };
}
