import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UNLIMITED } from "../../shared/domain/account-limit.ts";
import { later } from "../../shared/domain/timing.ts";
import type { AccountLimitStore } from "../../shared/ports/account-limit-store.ts";
import { foundation } from "../../shared/runtime/compose/foundation.ts";
import { loadTasksConfig } from "../../shared/runtime/config.ts";
import { get, submit } from "./requests.ts";
import { type Answer, type Service, startService } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

/** A gate is in force everywhere after this. */
const WITHIN_MS = onABusyMachine(2_000);
const HOUR = 3_600_000;

let service: Service;
let hand: Hand;
let limits: AccountLimitStore;
/** Waits since before the limit was known. */
let id: string;
beforeAll(async () => {
  service = await startService();
  hand = newHand();
  ({ limits } = foundation(loadTasksConfig(), "test").control);
  id = idOf(await service.send(submit({ prompt: "x" })));
});
afterAll(() => service.end());

const SINCE = new Date();
const UNTIL = later(SINCE, HOUR);

/** As an executor closes it, and opens it again with `undefined`. */
async function close(until: Date | undefined): Promise<void> {
  const closed = until && {
    reason: "usage-limit" as const,
    since: SINCE,
    until,
  };
  const next = { ...UNLIMITED, ...(closed && { closed }) };
  expect(await limits.replace(await limits.read(), next)).toBe(true);
  await seen(until?.toISOString());
}

/** Each function remembers the gates for a while of its own. */
async function seen(start: string | undefined): Promise<void> {
  const startedAt = performance.now();
  const isSeen = ({ body }: Answer) => body["predictedStartAt"] === start;
  while (!(isSeen(await task()) && isSeen(await result()))) {
    if (performance.now() - startedAt > WITHIN_MS)
      throw new Error("it was not seen");
    await setTimeout(50);
  }
}

const task = () => service.send(get(`/tasks/${id}`));
const result = () => service.send(get(`/tasks/${id}/result`));
const listed = async (): Promise<Answer["body"] | undefined> => {
  const { body } = await service.send(get("/tasks"));
  const items = body["items"] as readonly Answer["body"][];
  return items.find((item) => item["taskId"] === id);
};

const HELD = {
  status: "queued",
  predictedStartAt: UNTIL.toISOString(),
  error: {
    code: "usage-limit",
    message: expect.any(String),
    retryable: true,
    unlockAt: UNTIL.toISOString(),
  },
};

describe("while the account's limit is closed", () => {
  beforeAll(() => close(UNTIL));

  it("a waiting task says until when, wherever it is shown", async () => {
    expect(await task()).toMatchObject({ status: 200, body: HELD });
    expect(await result()).toMatchObject({ status: 202, body: HELD });
    expect(await listed()).toMatchObject(HELD);
  });

  it("a new task is accepted, and its receipt says when it may start", async () => {
    const receipt = await service.send(submit({ prompt: "x" }));
    expect(receipt).toMatchObject({
      status: 202,
      body: { status: "queued", predictedStartAt: UNTIL.toISOString() },
    });
    expect(receipt.body).not.toHaveProperty("error");
  });

  it("a task that is due later starts at its own time", async () => {
    const executeAt = later(UNTIL, HOUR).toISOString();
    const receipt = await service.send(submit({ prompt: "x", executeAt }));
    expect(receipt.body["predictedStartAt"]).toBe(executeAt);
  });

  it("a finished task says nothing of it", async () => {
    const done = idOf(await service.send(submit({ prompt: "x" })));
    await hand.finish(done, "success", "fine");
    for (const path of [`/tasks/${done}`, `/tasks/${done}/result`]) {
      const { body } = await service.send(get(path));
      expect(body["status"]).toBe("succeeded");
      expect(body).not.toHaveProperty("error");
      expect(body).not.toHaveProperty("predictedStartAt");
    }
  });
});

describe("when the account's limit is open", () => {
  beforeAll(() => close(undefined));

  it("nothing is said of it", async () => {
    const receipt = await service.send(submit({ prompt: "x" }));
    const bodies = [(await task()).body, (await result()).body, receipt.body];
    for (const body of [...bodies, await listed()]) {
      expect(body).toHaveProperty("status", "queued");
      expect(body).not.toHaveProperty("error");
      expect(body).not.toHaveProperty("predictedStartAt");
    }
  });
});
