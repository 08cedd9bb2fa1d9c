import { describe, expect, it } from "vitest";
import { manualClock } from "../fakes/memory-clock.ts";
import { memoryDeadMessages } from "../fakes/memory-dead-messages.ts";
import { AWAY } from "../fakes/memory-failure.ts";
import { deadMessagesContract } from "./dead-messages.contract.ts";

deadMessagesContract("memoryDeadMessages", async () => {
  const dead = memoryDeadMessages(manualClock());
  return {
    dead,
    giveUp: async (...bodies) => {
      bodies.forEach(dead.put);
    },
    dispose: async () => {},
  };
});

describe("memoryDeadMessages", () => {
  it("gives a message again that nobody removed in time", async () => {
    const clock = manualClock();
    const dead = memoryDeadMessages(clock);
    dead.put("{}");
    await dead.receive(1);
    await clock.advance(29_999);
    expect(await dead.receive(1)).toEqual([]);
    await clock.advance(1);
    expect(await dead.receive(1)).toHaveLength(1);
  });

  it("fails where it is told to, as the real one does", async () => {
    const dead = memoryDeadMessages(manualClock());
    dead.failing.add("receive");
    await expect(dead.receive(1)).rejects.toMatchObject({
      name: "QueueError",
      cause: AWAY,
    });
  });
});
