import { describe, expect, it } from "vitest";
import { emergencyStop } from "../../../shared/app/emergency-stop.ts";
import { manualClock, START } from "../../fakes/memory-clock.ts";
import { memoryControlStores } from "../../fakes/memory-control-stores.ts";

const aStop = () => {
  const { gates } = memoryControlStores();
  return { gates, stop: emergencyStop({ gates, clock: manualClock() }) };
};
const order = { actor: "olga", reason: "smoke" };

describe("an emergency stop", () => {
  it("is raised once, and stays the first one's", async () => {
    const { gates, stop } = aStop();
    expect(await stop.raise(order)).toEqual({ changed: true });
    const again = await stop.raise({ actor: "otto", reason: "fire" });
    expect(again).toEqual({ changed: false });
    expect(await gates.closedGates()).toEqual([
      { name: "emergency", since: START, ...order },
    ]);
  });

  it("is cleared once", async () => {
    const { gates, stop } = aStop();
    expect(await stop.clear()).toEqual({ changed: false });
    await stop.raise(order);
    expect(await stop.clear()).toEqual({ changed: true });
    expect(await gates.closedGates()).toEqual([]);
  });
});
