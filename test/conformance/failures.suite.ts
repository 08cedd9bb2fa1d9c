import { it } from "vitest";
import {
  breaksOff,
  fallsSilent,
  says,
  saysNothing,
  usesTool,
} from "../fakes/messages-api-answers.ts";
import * as api from "./refusals.ts";
import type { Service } from "./service.ts";

const PWD = { command: "pwd", description: "Where am I" };
const pwd = usesTool("Bash", PWD);
const costly = { usage: { inputTokens: 100_000, outputTokens: 1_000 } };
const costlyPwd = usesTool("Bash", PWD, costly);

/** What ends a task at its first run: what that says to the agent, and how often the API was asked. */
// prettier-ignore
const FINAL = [
  { what: "a prompt too long", answer: api.promptTooLong, code: "invalid-request", requests: 1 },
  { what: "any other 400", answer: api.badRequest, code: "invalid-request", requests: 6 },
  { what: "a model that there is not", answer: api.unknownModel, code: "misconfigured", requests: 2,
    request: { model: "claude-nobody-1" } },
  { what: "more turns than allowed", answer: pwd, code: "budget-reached", requests: 2,
    request: { maxTurns: 2 }, usage: { inputTokens: 24, turns: 3 } },
  { what: "more cost than allowed", answer: costlyPwd, code: "budget-reached", requests: 1,
    request: { maxBudgetUsd: 0.1 }, usage: { inputTokens: 100_000, outputTokens: 1_000 } },
  { what: "silence in the middle, by the timeout", answer: fallsSilent, code: "timeout", requests: 1,
    request: { timeout: 20_000 } },
];

/** A task's own failures: repeated where that may help, at once final where not. */
export function failuresSuite(service: () => Service): void {
  // With the 500 below it makes two tasks that meet an outage: a third would hold back all others.
  it("runs again after a stream cut off, and succeeds", async ({ expect }) => {
    const { task, requests } = await service().run([breaksOff, says("now")]);
    expect(task).toMatchObject({
      status: "succeeded",
      result: "now",
      attempts: 2,
    });
    expect(task).not.toHaveProperty("error");
    expect(requests).toHaveLength(2);
  });

  it.for([
    { what: "500", answer: api.broken, code: "unavailable", requests: 3 },
    { what: "no word", answer: saysNothing, code: "empty-result", requests: 6 },
  ])("gives up after three times $what", async (one, { expect }) => {
    const { task, requests } = await service().run([one.answer]);
    expect(task).toMatchObject({
      status: "failed",
      success: false,
      error: { code: one.code, retryable: true },
      attempts: 3,
    });
    expect(requests).toHaveLength(one.requests);
  });

  it.for(FINAL)("fails at once for $what", async (one, { expect }) => {
    const { task, requests } = await service().run([one.answer], one.request);
    const retryable = one.code === "timeout";
    expect(task).toMatchObject({
      status: "failed",
      success: false,
      error: { code: one.code, retryable },
      attempts: 1,
      ...(one.usage && { usage: one.usage }),
    });
    expect(requests).toHaveLength(one.requests);
  });
}
