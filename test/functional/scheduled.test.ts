import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anOperator, inSeconds } from "./orders.ts";
import { bearer, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { order, audited } = anOperator(() => service);

/** The journal's, without the metrics'. */
const linesOf = (output: string): unknown[] =>
  output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => !("_aws" in line));

/** As SQS does with a message that was received too often. */
async function giveUp(MessageBody: string): Promise<void> {
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const QueueUrl = process.env["QUEUE_URL_DEAD_LETTERS"];
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  sqs.destroy();
}

describe("what the clock starts says what it did", () => {
  it("dispatch-scheduled", async () => {
    await service.send(submit({ prompt: "x" }));
    service.output();
    const swept = await service.tick("dispatch-scheduled");
    // What was just sent is looked at again in a day.
    const nothing = {
      announced: 0,
      lapsed: 0,
      deadMessages: 0,
      gatesOpened: 0,
      callbacksTried: 0,
      // By the time of day: an hour's figures are made when one is over.
      hoursMade: expect.any(Number) as unknown,
    };
    expect(swept).toStrictEqual(nothing);
    expect(linesOf(service.output())).toMatchObject([
      { event: "dispatch-scheduled", ...nothing },
    ]);
  });

  it("dispatch-scheduled, of a gate whose time is over", async () => {
    const until = inSeconds(4);
    await order("/queue/pause", JSON.stringify({ reason: "nap", until }));
    await setTimeout(4_500);
    const opened = await service.tick("dispatch-scheduled");
    expect(opened).toMatchObject({ gatesOpened: 1 });
    expect(await audited(1)).toMatchObject([
      {
        action: "gate-expired",
        actor: "ccsp",
        reason: "nap",
        detail: { gate: "paused", closedBy: "operator", until },
      },
    ]);
    const again = await order("/queue/resume");
    expect(again.body["changed"]).toBe(false);
  });

  it("dispatch-scheduled, of a message that SQS itself gave up", async () => {
    const executeAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await service.send(submit({ prompt: "x", executeAt }));
    const { taskId } = body;
    await giveUp(JSON.stringify({ taskId, dispatchId: "d-1" }));
    await giveUp("secret");
    service.output();
    expect(await service.tick("dispatch-scheduled")).toMatchObject({
      deadMessages: 2,
    });
    const said = service.output();
    expect(said).not.toContain("secret");
    expect(linesOf(said)).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ event: "dead-message-failed-task", taskId }),
        expect.objectContaining({ event: "dead-message-unreadable", bytes: 6 }),
      ]),
    );
    const path = `/tasks/${String(taskId)}`;
    expect((await service.send({ method: "GET", path })).body).toMatchObject({
      status: "failed",
      error: { code: "poison", retryable: true },
    });
  });

  it("poll-session-issue", async () => {
    const nothing = { state: "active", freed: 0 };
    service.output();
    expect(await service.tick("poll-session-issue")).toStrictEqual(nothing);
    expect(linesOf(service.output())).toMatchObject([
      { event: "poll-session-issue", ...nothing },
    ]);
    await service.send({
      method: "POST",
      path: "/control/emergency-stop",
      headers: bearer(service.tokens.operator),
    });
    // Another gate than that of the session.
    expect(await service.tick("poll-session-issue")).toStrictEqual(nothing);
  });

  it("and fails when it cannot do it: that is what the alarm watches", async () => {
    await service.cutOff();
    await expect(service.tick("dispatch-scheduled")).rejects.toThrow();
    await expect(service.tick("poll-session-issue")).rejects.toThrow();
  });
});
