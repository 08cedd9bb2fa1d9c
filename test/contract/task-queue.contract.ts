import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { QUEUE_CLASSES, type QueueClass } from "../../shared/domain/task.ts";
import {
  type Announcement,
  QueueError,
  type ReceivedMessage,
  type TaskQueue,
} from "../../shared/ports/task-queue.ts";
import { newTaskId } from "../builders/task.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

export interface TaskQueueUnderTest {
  readonly queue: TaskQueue;
  /** Lets time pass: in truth, or on the clock that the queue goes by. */
  pass(ms: number): Promise<void>;
  /** How much later than its time a message may be given, in milliseconds; none when absent. */
  readonly lateMs?: number;
  putGarbage(queueClass: QueueClass): Promise<void>;
  dispose(): Promise<void>;
}

/** What every implementation of the port promises. */
export function taskQueueContract(
  name: string,
  create: () => Promise<TaskQueueUnderTest>,
): void {
  describe(`${name} is a TaskQueue`, () => {
    let subject: TaskQueueUnderTest;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(async () => {
      await subject.dispose();
    });

    const anAnnouncement = (
      queueClass: QueueClass,
      fields: Partial<Announcement> = {},
    ): Announcement => ({
      taskId: newTaskId(),
      dispatchId: "d-1",
      queueClass,
      agent: "alice",
      delayMs: 0,
      ...fields,
    });
    const send = async (
      queueClass: QueueClass,
      delayMs = 0,
    ): Promise<Announcement> => {
      const announcement = anAnnouncement(queueClass, { delayMs });
      await subject.queue.send(announcement);
      return announcement;
    };
    const receive = (queueClass: QueueClass) =>
      subject.queue.receive(queueClass, 0);
    const pointerOf = ({ taskId, dispatchId }: Announcement) => ({
      taskId,
      dispatchId,
    });

    it("gives what was sent, in its class alone, until it is removed", async () => {
      const sent = await Promise.all(QUEUE_CLASSES.map((each) => send(each)));
      for (const announcement of sent) {
        const { queueClass } = announcement;
        const message = await receive(queueClass);
        const pointer = pointerOf(announcement);
        expect(message).toMatchObject({ queueClass, pointer });
        expect(await receive(queueClass)).toBeUndefined();
        await subject.queue.remove(message!);
        await subject.queue.remove(message!);
        expect(await receive(queueClass)).toBeUndefined();
      }
    });

    it("gives each of two messages once", async () => {
      const sent = [await send("low"), await send("low")];
      const got = [await receive("low"), await receive("low")];
      expect(new Set(got.map((each) => each?.pointer?.taskId))).toEqual(
        new Set(sent.map(({ taskId }) => taskId)),
      );
      for (const each of got) await subject.queue.remove(each!);
    });

    it("gives each of ten that were sent at once, those with a delay after it", async () => {
      const late = anAnnouncement("low", { delayMs: 1_001 });
      const rest = Array.from({ length: 9 }, (_, index) =>
        anAnnouncement("low", { dispatchId: `d-${index}` }),
      );
      expect(await subject.queue.sendBatch("low", [late, ...rest])).toEqual(
        new Map(),
      );
      const got: (ReceivedMessage | undefined)[] = [];
      while (got.length < rest.length) got.push(await receive("low"));
      expect(new Set(got.map((each) => each?.pointer))).toEqual(
        new Set(rest.map(pointerOf)),
      );
      await subject.pass(2_200 + (subject.lateMs ?? 0));
      got.push(await receive("low"));
      expect(got.at(-1)?.pointer).toEqual(pointerOf(late));
      for (const each of got) await subject.queue.remove(each!);
    });

    it("sends the others of a batch when it refuses one, and says why", async () => {
      const bad = anAnnouncement("low", { dispatchId: "\uffff" });
      const good = anAnnouncement("low");
      const refused = await subject.queue.sendBatch("low", [bad, good]);
      expect([...refused]).toEqual([[bad.taskId, expect.any(QueueError)]]);
      expect(refused.get(bad.taskId)).toMatchObject({
        cause: { message: expect.stringContaining("InvalidMessageContents") },
      });
      const message = await receive("low");
      expect(message?.pointer).toEqual(pointerOf(good));
      await subject.queue.remove(message!);
      expect(await receive("low")).toBeUndefined();
    });

    it("keeps a message back for its delay, rounded up", async () => {
      const sent = await send("scheduled", 1_001);
      expect(await receive("scheduled")).toBeUndefined();
      await subject.pass(1_100);
      expect(await receive("scheduled")).toBeUndefined();
      await subject.pass(1_100 + (subject.lateMs ?? 0));
      const message = await receive("scheduled");
      expect(message?.pointer).toEqual(pointerOf(sent));
      await subject.queue.remove(message!);
    });

    it("gives a message again at once that was given back", async () => {
      const sent = await send("high");
      const first = await receive("high");
      await subject.queue.hide(first!, 0);
      const second = await receive("high");
      expect(second?.pointer).toEqual(pointerOf(sent));
      await subject.queue.remove(second!);
    });

    it("hides a message for so long", async () => {
      const sent = await send("high");
      await subject.queue.hide((await receive("high"))!, 1_000);
      expect(await receive("high")).toBeUndefined();
      await subject.pass(1_200 + (subject.lateMs ?? 0));
      const again = await receive("high");
      expect(again?.pointer).toEqual(pointerOf(sent));
      await subject.queue.remove(again!);
    });

    it("gives what is no pointer, for it to be removed", async () => {
      await subject.putGarbage("normal");
      const message = await receive("normal");
      expect(message).toMatchObject({ queueClass: "normal" });
      expect(message?.pointer).toBeUndefined();
      await subject.queue.remove(message!);
      expect(await receive("normal")).toBeUndefined();
    });

    it("wakes who waits as soon as there is a message", async () => {
      const received = subject.queue.receive("urgent", 20);
      await subject.pass(300);
      const sentAt = performance.now();
      const sent = await send("urgent");
      const message = await received;
      expect(message).toMatchObject({ pointer: pointerOf(sent) });
      expect(performance.now() - sentAt).toBeLessThan(onABusyMachine(1_000));
      await subject.queue.remove(message!);
    });

    it("ends a wait without a message after its time", async () => {
      const received = subject.queue.receive("urgent", 1);
      await subject.pass(1_300);
      expect(await received).toBeUndefined();
    });

    it("answers a ping", async () => {
      await expect(subject.queue.ping()).resolves.toBeUndefined();
    });
  });
}
