/** HTTP in, result out: the whole service with the real CLI, which has an API key. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelledSuite } from "./cancelled.suite.ts";
import { API_KEY } from "./credentials.ts";
import { failuresSuite } from "./failures.suite.ts";
import { expectHeldBack, expectLoginLostAndBack } from "./held.ts";
import * as api from "./refusals.ts";
import { requestsSuite } from "./requests.suite.ts";
import { resultsSuite } from "./results.suite.ts";
import { type Service, startService } from "./service.ts";

/** The tests run side by side, but the CLI only two at a time. */
const PATIENCE_MS = 120_000;

let service: Service;
beforeAll(async () => {
  service = await startService(API_KEY);
});
afterAll(async () => {
  expect(service.api.otherRequests).toEqual([]);
  await service.end();
});

describe.concurrent("The service", { timeout: PATIENCE_MS }, () => {
  requestsSuite(() => service);
  resultsSuite(() => service);
  failuresSuite(() => service);
});

describe("The service with one run", () => {
  cancelledSuite(() => service);
});

// Last, because what they meet holds everything back.
describe("The service whose account is refused", () => {
  it.each([
    { what: "429", answer: api.tooFast },
    {
      what: "429 with the windows of a subscription",
      answer: api.usedUp(api.secondsAhead(3_600)),
    },
  ])("waits a moment after a $what", async ({ answer }) => {
    await expectHeldBack(service, answer, "rate-limit");
  });

  it("waits for a login after a 401, and for money without credit, until a run proves it back", async () => {
    await expectLoginLostAndBack(service, [
      { answer: api.invalidKey, code: "session-expired" },
      { answer: api.creditTooLow, code: "billing" },
    ]);
  });
});
