import { describe, expect, it } from "vitest";
import { type ScaleIn, ScaleInError } from "../../shared/ports/scale-in.ts";

export interface Protecting {
  readonly scaleIn: ScaleIn;
  /** For how many minutes it is protected; `undefined` when it is not. */
  readonly minutes: () => number | undefined;
  /** From now on it refuses. */
  readonly refuse: (how: "busy" | "unknown" | "away") => void;
}

/** What every implementation of the port promises. */
export function scaleInContract(
  name: string,
  protecting: () => Protecting,
): void {
  describe(`${name} is a ScaleIn`, () => {
    it("that protects for whole minutes, at least one, and lets go", async () => {
      const { scaleIn, minutes } = protecting();
      await scaleIn.protect(61_000);
      expect(minutes()).toBe(2);
      await scaleIn.protect(1);
      expect(minutes()).toBe(1);
      await scaleIn.release();
      expect(minutes()).toBeUndefined();
    });

    it("that asks for no more than it can get", async () => {
      const { scaleIn, minutes } = protecting();
      await scaleIn.protect(1_000_000_000);
      expect(minutes()).toBe(2_880);
    });

    it.each(["busy", "unknown", "away"] as const)(
      "that tells when the agent is %s",
      async (how) => {
        const { scaleIn, refuse } = protecting();
        refuse(how);
        await expect(scaleIn.protect(1)).rejects.toThrow(ScaleInError);
        await expect(scaleIn.release()).rejects.toThrow(ScaleInError);
      },
    );
  });
}
