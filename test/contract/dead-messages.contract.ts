import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  DeadMessage,
  DeadMessages,
} from "../../shared/ports/dead-messages.ts";
import { newTaskId } from "../builders/task.ts";

export interface DeadMessagesUnderTest {
  readonly dead: DeadMessages;
  /** A queue gives these messages up, because they were received too often. */
  giveUp(...bodies: readonly string[]): Promise<void>;
  dispose(): Promise<void>;
}

/** What every implementation of the port promises. */
export function deadMessagesContract(
  name: string,
  create: () => Promise<DeadMessagesUnderTest>,
): void {
  describe(`${name} is DeadMessages`, () => {
    let subject: DeadMessagesUnderTest;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(async () => {
      await subject.dispose();
    });

    it("is empty while nothing was given up", async () => {
      expect(await subject.dead.receive(10)).toEqual([]);
    });

    it("gives the pointer of a message that was given up, once, until it is removed", async () => {
      const pointer = { taskId: newTaskId(), dispatchId: "d-1" };
      const body = JSON.stringify(pointer);
      await subject.giveUp(body);
      const [message, ...others] = await subject.dead.receive(10);
      expect(others).toEqual([]);
      expect(message).toEqual({
        pointer,
        messageId: expect.stringMatching(/./),
        bytes: body.length,
        receipt: expect.stringMatching(/./),
      });
      expect(await subject.dead.receive(10)).toEqual([]);
      await subject.dead.remove(message!);
      await subject.dead.remove(message!);
    });

    it("tells of a body that is no pointer only its size", async () => {
      await subject.giveUp("no pointer");
      const [message] = await subject.dead.receive(10);
      expect(message?.pointer).toBeUndefined();
      expect(message?.bytes).toBe(10);
      expect(message?.messageId).toMatch(/./);
      expect(JSON.stringify(message)).not.toContain("no pointer");
      await subject.dead.remove(message!);
    });

    it("gives at most ten at once, and each of many", async () => {
      const ids = Array.from({ length: 12 }, newTaskId);
      await subject.giveUp(
        ...ids.map((taskId) => JSON.stringify({ taskId, dispatchId: "d-1" })),
      );
      const got: DeadMessage[] = [];
      let page = await subject.dead.receive(10);
      while (page.length > 0) {
        expect(page.length).toBeLessThanOrEqual(10);
        got.push(...page);
        for (const message of page) await subject.dead.remove(message);
        page = await subject.dead.receive(10);
      }
      expect(got.map(({ pointer }) => pointer?.taskId).toSorted()).toEqual(
        ids.toSorted(),
      );
    });
  });
}
