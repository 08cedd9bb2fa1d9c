/** HTTP in, result out: the whole service with the real CLI, which has a subscription's token. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, says } from "../fakes/messages-api-answers.ts";
import { OAUTH_TOKEN } from "./credentials.ts";
import {
  expectHeldBack,
  expectLessUrgentHeld,
  expectLoginLostAndBack,
} from "./held.ts";
import * as api from "./refusals.ts";
import { type Service, startService } from "./service.ts";

/** Long enough to be seen waiting for, once the CLI has told of it. */
const LIMIT_LASTS_SECONDS = 20;
/** Long enough for the CLI of a busy machine to have told of it and to have been started twice more. */
const WARNING_LASTS_SECONDS = 45;

let service: Service;
beforeAll(async () => {
  service = await startService(OAUTH_TOKEN);
});
afterAll(async () => {
  await service.end();
});

describe("The service of a subscription", () => {
  it("gives the answer also when the API warns of a window", async () => {
    const resetsAt = api.secondsAhead(3_600);
    // Below what holds work back (docs/predictions.md): the tasks of the other tests would wait.
    const headers = api.usageHeaders("allowed_warning", 0.75, resetsAt);
    const { task, requests } = await service.run([says("fine", { headers })]);
    expect(task).toMatchObject({
      status: "succeeded",
      result: "fine",
      attempts: 1,
    });
    expect(task).not.toHaveProperty("error");
    expect(requests).toHaveLength(1);
    expect(requests[0]?.credential).toBe("oauth-token");
  });

  it("lets what is less urgent wait while a window is 92 % used, until it resets", async () => {
    await expectLessUrgentHeld(service, WARNING_LASTS_SECONDS);
  });

  it("runs again after a 529, and succeeds", async () => {
    const { task, requests } = await service.run([api.overloaded, says("now")]);
    expect(task).toMatchObject({ status: "succeeded", attempts: 2 });
    expect(requests).toHaveLength(2);
  });

  it("waits a moment after a 429 that names no window", async () => {
    await expectHeldBack(service, api.tooFast, "rate-limit");
  });

  it("waits until a used-up window is over, and no longer than it must", async () => {
    let resetsAt = new Date(Number.NaN);
    const answer: Answer = (...asked) => {
      // From when it is asked: how long the CLI took to start does not count.
      resetsAt = api.secondsAhead(LIMIT_LASTS_SECONDS);
      return api.usedUp(resetsAt)(...asked);
    };
    const { held, task } = await expectHeldBack(service, answer, "usage-limit");
    expect(held.error?.unlockAt).toBe(resetsAt.toISOString());
    const startedAt = Date.parse(task.startedAt ?? "");
    expect(startedAt).toBeGreaterThanOrEqual(resetsAt.getTime());
  });

  it("waits for a login when the token is expired or revoked, until a run proves it back", async () => {
    await expectLoginLostAndBack(service, [
      { answer: api.expiredToken, code: "session-expired" },
      { answer: api.revokedToken, code: "session-expired" },
    ]);
  });
});
