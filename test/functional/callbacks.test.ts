import { Webhook } from "standardwebhooks";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import { type Receiver, startReceiver } from "../builders/receiver.ts";
import { anOperator } from "./orders.ts";
import { get, submit } from "./requests.ts";
import { type Service, startService, WEBHOOK_SECRET } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";

let service: Service;
let receiver: Receiver;
let hand: Hand;
beforeAll(async () => {
  service = await startService({ CCSP_ALLOW_PRIVATE_CALLBACKS: "true" });
  receiver = await startReceiver();
  hand = newHand();
});
beforeEach(() => receiver.answer(204));
afterAll(async () => {
  await receiver.close();
  await service.end();
});

const { order } = anOperator(() => service);

const accept = async (more: object = {}) => {
  const callbackUrl = receiver.url;
  return idOf(
    await service.send(submit({ prompt: "secret", callbackUrl, ...more })),
  );
};
const tick = () => service.tick("dispatch-scheduled");
const callbackOf = async (id: string) =>
  (await service.send(get(`/tasks/${id}`))).body["callback"];
/** Everything that told of this task, verified. */
const toldOf = (id: string) =>
  receiver.arrived
    .filter(({ body }) => body.includes(id))
    .map(({ headers, body }) => ({
      id: headers["webhook-id"],
      told: new Webhook(WEBHOOK_SECRET).verify(
        body,
        headers as Record<string, string>,
      ),
    }));

/** The first call of each function loads it, and the second try has its delay. */
const PATIENCE = { timeout: 30_000 };

describe("whoever asked to be told of the end", PATIENCE, () => {
  it.each([
    [
      "succeeded",
      (id: Parameters<Hand["finish"]>[0]) =>
        hand.finish(id, "success", "secret"),
    ],
    [
      "failed",
      (id: Parameters<Hand["finish"]>[0]) => hand.finish(id, "invalid-request"),
    ],
    [
      "cancelled",
      (id: Parameters<Hand["finish"]>[0]) =>
        service.send({ method: "DELETE", path: `/tasks/${id}` }),
    ],
    [
      "cancelled",
      () =>
        order("/queue/clear", JSON.stringify({ class: "all", reason: "x" })),
    ],
  ])("is told within a minute that it %s", async (status, end) => {
    const id = await accept();
    expect(await tick()).toMatchObject({ callbacksTried: 0 });
    expect(await callbackOf(id)).toBeUndefined();
    await end(id);
    expect(await callbackOf(id)).toEqual({ status: "pending", tries: 0 });
    expect(await tick()).toMatchObject({ callbacksTried: 1 });
    expect(toldOf(id)).toMatchObject([
      {
        told: {
          type: "task.finished",
          timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
          data: { taskId: id, status },
        },
      },
    ]);
    expect(JSON.stringify(receiver.arrived.at(-1)?.body)).not.toContain(
      "secret",
    );
    expect(await callbackOf(id)).toEqual({
      status: "delivered",
      tries: 1,
      lastStatus: 204,
    });
    expect(await tick()).toMatchObject({ callbacksTried: 0 });
  });

  it("is told again when it did not take it, under the same id", async () => {
    receiver.answer(503);
    const id = await accept();
    await hand.finish(id, "invalid-request");
    service.output();
    await tick();
    expect(await callbackOf(id)).toEqual({
      status: "pending",
      tries: 1,
      lastStatus: 503,
    });
    const said = service.output();
    expect(said).toContain('"callback-pending"');
    expect(said).not.toContain("key=secret");
    receiver.answer(200);
    await vi.waitFor(
      async () => expect(await tick()).toMatchObject({ callbacksTried: 1 }),
      { timeout: 40_000, interval: 500 },
    );
    const [first, second, ...more] = toldOf(id);
    expect(second).toEqual(first);
    expect(more).toEqual([]);
    expect(service.output()).toContain('"CallbacksDelivered":1');
  });

  it("is told no more when it says that it is gone", async () => {
    receiver.answer(410);
    const id = await accept();
    await hand.finish(id, "invalid-request");
    await tick();
    expect(await callbackOf(id)).toMatchObject({
      status: "failed",
      tries: 1,
      lastStatus: 410,
    });
  });

  it("is told of each end of a task that was retried, under another id", async () => {
    const id = await accept();
    await hand.finish(id, "invalid-request");
    await tick();
    await order(`/tasks/${id}/retry`);
    expect(await callbackOf(id)).toBeUndefined();
    expect(await tick()).toMatchObject({ callbacksTried: 0 });
    await hand.finish(id, "success");
    await tick();
    const [one, two, ...more] = toldOf(id);
    expect(one?.told).toMatchObject({ data: { status: "failed" } });
    expect(two?.told).toMatchObject({ data: { status: "succeeded" } });
    expect(two?.id).not.toBe(one?.id);
    expect(more).toEqual([]);
  });

  it("is not told of an end that was taken back before", async () => {
    const id = await accept();
    await hand.finish(id, "invalid-request");
    await order(`/tasks/${id}/retry`);
    expect(await tick()).toMatchObject({ callbacksTried: 0 });
    expect(toldOf(id)).toEqual([]);
  });
});
