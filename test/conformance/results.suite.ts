import { expect as expectNow, it } from "vitest";
import { says, usesTool } from "../fakes/messages-api-answers.ts";
import type { Service } from "./service.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PWD = { command: "pwd", description: "Where am I" };
const TOUCH = { command: "touch /x", description: "Touch" };

/** What the model says and does reaches the agent. */
export function resultsSuite(service: () => Service): void {
  it("gives the answer, what it cost, and its session", async ({ expect }) => {
    const { task, requests } = await service().run([says("Two, three, five.")]);
    expect(task).toMatchObject({
      status: "succeeded",
      success: true,
      result: "Two, three, five.",
      attempts: 1,
      sessionId: expectNow.stringMatching(UUID),
      usage: { inputTokens: 12, outputTokens: 5, turns: 1 },
      executionTime: expectNow.any(Number),
    });
    expect(task).not.toHaveProperty("error");
    expect(task).not.toHaveProperty("warnings");
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ credential: "api-key", stream: true });
    expect(requests[0]?.body.includes(`${task.sessionId}`)).toBe(true);
  });

  it("lets the model use a tool, in a folder of ours", async ({ expect }) => {
    const answers = [usesTool("Bash", PWD), says("there")] as const;
    const { task, requests } = await service().run(answers);
    expect(task).toMatchObject({
      status: "succeeded",
      result: "there",
      usage: { inputTokens: 24, outputTokens: 10, turns: 2 },
    });
    expect(task).not.toHaveProperty("warnings");
    expect(requests).toHaveLength(2);
    const { stateDir } = service().stack;
    expect(requests[1]?.toolResults.join()).toContain(stateDir);
  });

  it("says which tool was refused", async ({ expect }) => {
    const answers = [usesTool("Bash", TOUCH), says("I may not.")] as const;
    const { task, requests } = await service().run(answers);
    expect(task).toMatchObject({
      status: "succeeded",
      result: "I may not.",
      warnings: ["tool Bash was refused"],
    });
    expect(requests).toHaveLength(2);
  });

  it("is not misled by what the model says", async ({ expect }) => {
    const words = "You've hit your 5-hour limit · resets 8am. API Error: 529";
    const { task } = await service().run([says(words)]);
    expect(task).toMatchObject({ status: "succeeded", result: words });
  });
}
