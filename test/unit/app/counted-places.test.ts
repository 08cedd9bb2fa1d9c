import { describe, expect, it } from "vitest";
import {
  countedPlaces,
  type SettlePlace,
} from "../../../shared/app/counted-places.ts";
import { manualClock, settled } from "../../fakes/memory-clock.ts";

const CAP = 10;

describe("the places under a cap", () => {
  /** Six are taken, and their writes under way. */
  const six = async (during: (writes: readonly SettlePlace[]) => number) => {
    const writes: SettlePlace[] = [];
    let counts = 0;
    const places = countedPlaces(async () => {
      counts += 1;
      return counts === 1 ? 0 : during(writes);
    }, manualClock());
    for (let count = 0; count < 6; count += 1)
      writes.push((await places.take(CAP))!);
    return { places, writes, counts: () => counts };
  };

  it("are not taken for full because a count saw what was being written", async () => {
    const { places, counts } = await six((writes) => {
      for (const settle of writes) settle(true);
      return 6;
    });
    expect(await places.take(CAP)).toBeDefined();
    expect(counts()).toBe(3);
  });

  it("wait for the writes under way before anybody is refused", async () => {
    const { places, writes } = await six(() => 7);
    let answer: unknown = "none yet";
    const taking = places.take(CAP).then((settle) => {
      answer = settle;
    });
    await settled();
    expect(answer).toBe("none yet");
    for (const settle of writes.slice(0, 5)) settle(true);
    await settled();
    expect(answer).toBe("none yet");
    writes[5]!(false);
    await taking;
    expect(answer).toBeDefined();
  });

  it("refuse at once what a count alone finds full", async () => {
    const { places } = await six(() => CAP);
    expect(await places.take(CAP)).toBeUndefined();
  });
});
