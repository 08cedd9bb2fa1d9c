/** Callbacks as receivers meet them: real executors, real HTTP, receivers and executors that die. */
import { Webhook } from "standardwebhooks";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { Task, TaskId } from "../../shared/domain/task.ts";
import {
  type Arrived,
  type Receiver,
  startReceiver,
} from "../builders/receiver.ts";
import { removeState, startStack, type Stack } from "./harness/stack.ts";
import { worldsOfThisFile } from "./harness/worlds.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SETTINGS = {
  CCSP_WEBHOOK_SECRET: SECRET,
  CCSP_ALLOW_PRIVATE_CALLBACKS: "true",
};
/** A lease, a minute of the clock, and what a loaded machine needs. */
const PATIENCE = { timeout: 240_000 };
const SOON = { timeout: 100_000, interval: 100 };

const receivers: Receiver[] = [];
const stacks: Stack[] = [];
afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.kill()));
  stacks.forEach(removeState);
  await Promise.all(receivers.map((receiver) => receiver.close()));
});

async function aReceiver(port?: number): Promise<Receiver> {
  const receiver = await startReceiver(port);
  receivers.push(receiver);
  return receiver;
}

/** As a receiver does it with the official library. */
const verified = ({ body, headers }: Arrived, secret = SECRET): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>);
const idOf = ({ headers }: Arrived): unknown => headers["webhook-id"];
const hasArrived = (receiver: Receiver, times = 1) =>
  vi.waitFor(() => expect(receiver.arrived).toHaveLength(times), SOON);
const isDelivered = ({ callback }: Task): boolean =>
  callback?.status === "delivered";
interface Receipt {
  readonly taskId: string;
}

const told = (taskId: TaskId | string, status: string) => ({
  type: "task.finished",
  timestamp: expect.any(String),
  data: { taskId, status },
});

describe("The notice of a task's end", PATIENCE, () => {
  const newWorld = worldsOfThisFile();

  it.concurrent("is sent by the executor itself, at once", async () => {
    const world = await newWorld("callback-at-once", SETTINGS);
    const receiver = await aReceiver();
    await world.startExecutor();
    const callbackUrl = receiver.url;
    const { id } = await world.submit("say fine", { callbackUrl });
    await hasArrived(receiver); // nobody sweeps here
    expect(verified(receiver.arrived[0]!)).toEqual(told(id, "succeeded"));
    await vi.waitFor(
      async () => expect(isDelivered((await world.read(id)).task)).toBe(true),
      SOON,
    );
    await world.sweep();
    expect(receiver.arrived).toHaveLength(1);
  });

  it.concurrent("waits for a receiver that is down", async () => {
    const world = await newWorld("callback-down", SETTINGS);
    const { port, url: callbackUrl, close } = await startReceiver();
    await close();
    await world.startExecutor();
    const { id } = await world.submit("say fine", { callbackUrl });
    const tried = await world.until(
      id,
      ({ callback }) => callback?.lastProblem === "ECONNREFUSED",
    );
    expect(tried.callback?.status).toBe("pending");
    const receiver = await aReceiver(port);
    const { callback } = await world.until(id, isDelivered);
    expect(receiver.arrived.map((one) => verified(one))).toEqual([
      told(id, "succeeded"),
    ]);
    expect(idOf(receiver.arrived[0]!)).toBe(callback?.id);
  });

  it.concurrent("survives the executor that was sending it", async () => {
    const world = await newWorld("callback-killed", SETTINGS);
    const receiver = await aReceiver();
    receiver.answer(undefined);
    const executor = await world.startExecutor();
    const callbackUrl = receiver.url;
    const { id } = await world.submit("say fine", { callbackUrl });
    await hasArrived(receiver);
    await executor.kill();
    receiver.answer(200);
    const { callback } = await world.until(id, isDelivered);
    expect(callback?.tries).toBe(2);
    const [first, second, ...more] = receiver.arrived;
    expect(verified(second!)).toEqual(told(id, "succeeded"));
    expect(idOf(second!)).toBe(idOf(first!));
    expect(more).toEqual([]);
  });

  it.concurrent("does not go to this machine unless it may", async () => {
    const { CCSP_WEBHOOK_SECRET } = SETTINGS;
    const world = await newWorld("callback-private", { CCSP_WEBHOOK_SECRET });
    const receiver = await aReceiver();
    await world.startExecutor();
    const callbackUrl = `https://127.0.0.1:${receiver.port}/done`;
    const { id } = await world.submit("say fine", { callbackUrl });
    const { callback } = await world.until(
      id,
      (task) => task.callback?.status === "failed",
    );
    expect(callback?.lastProblem).toMatch(/must lead to a public address/);
    expect(receiver.arrived).toEqual([]);
  });

  it.concurrent(
    "of a stack on this machine is signed with the secret in local.json, also when only its clock tells",
    async () => {
      const receiver = await aReceiver();
      const stack = await startStack({
        env: { CCSP_ALLOW_PRIVATE_CALLBACKS: "true" },
      });
      stacks.push(stack);
      const { status, body: task } = await stack.call<Receipt>("/tasks", {
        body: {
          prompt: "never",
          executeAt: new Date(Date.now() + 3_600_000).toISOString(),
          callbackUrl: receiver.url,
        },
      });
      expect(status).toBe(202);
      await stack.call(`/tasks/${task.taskId}`, { method: "DELETE" });
      await hasArrived(receiver);
      expect(verified(receiver.arrived[0]!, stack.webhookSecret)).toEqual(
        told(task.taskId, "cancelled"),
      );
    },
  );
});
