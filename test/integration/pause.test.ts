/** A pause as operator and agents meet it: `npm start`, real processes, HTTP. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, it } from "vitest";
import { removeState, startStack, type Stack } from "./harness/stack.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const STARTS_WITHIN_MS = onABusyMachine(2_000);
/** Nothing may begin in this time, twice what a pause has to take effect. */
const HELD_MS = 4_000;
const PATIENCE_MS = 300_000;

const stacks: Stack[] = [];
afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.kill()));
  stacks.forEach(removeState);
});

interface Task {
  readonly taskId: string;
  readonly status: string;
  readonly predictedStartAt?: string;
  readonly startedAt?: string;
}

interface Order {
  readonly changed: boolean;
  readonly paused: { readonly closed: boolean; readonly reason?: string };
}

async function aStack(again?: Stack) {
  const stack = await startStack(again ? { again } : {});
  stacks.push(stack);
  const token = stack.operatorToken;
  const submit = async (prompt: string) =>
    (await stack.call<Task>("/tasks", { body: { prompt } })).body;
  const read = async ({ taskId }: Task) =>
    (await stack.call<Task>(`/tasks/${taskId}`)).body;
  return {
    stack,
    submit,
    read,
    order: async (action: "pause" | "resume", body: object = {}) =>
      (await stack.call<Order>(`/queue/${action}`, { token, body })).body,
    gates: async () => {
      const path = "/queue/status";
      const { body } = await stack.call<{ gates: object }>(path, { token });
      return body.gates;
    },
    until: async (task: Task, status: string, withinMs = PATIENCE_MS) => {
      const startedAt = performance.now();
      for (;;) {
        const found = await read(task);
        if (found.status === status) return found;
        if (performance.now() - startedAt > withinMs)
          throw new Error(`still ${found.status}, not ${status}`);
        await sleep(50);
      }
    },
  };
}

it(
  "a pause holds what waits, lets go on what runs, and survives the death of everything",
  async ({ expect }) => {
    const first = await aStack();
    await first.stack.printed(/succeeded: /);
    const long = await first.submit('simulate: {"sleepMs": 6000}');
    await first.until(long, "running");
    const paused = { closed: true, reason: "release" };
    expect(await first.order("pause", { reason: "release" })).toMatchObject({
      changed: true,
      paused,
    });
    await sleep(2_000); // from here on the promise holds
    const held = await first.submit("held");
    expect(held).toMatchObject({ status: "queued" });
    expect(held).not.toHaveProperty("predictedStartAt");
    await sleep(HELD_MS);
    expect(await first.read(held)).toMatchObject({ status: "queued" });
    await first.until(long, "succeeded");

    await first.stack.kill();
    const second = await aStack(first.stack);
    expect(await second.gates()).toMatchObject({ paused });
    await sleep(HELD_MS);
    const waiting = await second.read(held);
    expect(waiting).toMatchObject({ status: "queued", attempts: 0 });
    expect(waiting).not.toHaveProperty("startedAt");

    expect(await second.order("resume")).toMatchObject({ changed: true });
    await second.until(held, "succeeded", STARTS_WITHIN_MS);

    const until = new Date(Date.now() + 20_000).toISOString();
    await second.order("pause", { until });
    await sleep(2_000);
    const timed = await second.submit("until then");
    expect(timed.predictedStartAt).toBe(until);
    const left = Date.parse(until) - Date.now();
    const done = await second.until(
      timed,
      "succeeded",
      left + STARTS_WITHIN_MS,
    );
    expect(done.startedAt && done.startedAt >= until).toBe(true);
    expect(await second.gates()).toMatchObject({ paused: { closed: false } });
  },
  PATIENCE_MS,
);
