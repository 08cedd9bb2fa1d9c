/** Settings as operators and agents meet them: `npm start`, real processes, HTTP. */
import { afterAll, expect, it } from "vitest";
import { removeState, startStack, type Stack } from "./harness/stack.ts";

/** The promise, and as long as a loaded machine may take to run a task. */
const IN_FORCE_MS = 60_000;
const PATIENCE_MS = 400_000;

const stacks: Stack[] = [];
afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.kill()));
  stacks.forEach(removeState);
});

interface Task {
  readonly taskId: string;
  readonly status: string;
  readonly result?: string;
}

interface Known {
  readonly version: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly initial: Readonly<Record<string, unknown>>;
}

async function aStack(again?: Stack) {
  const env = { CCSP_CONCURRENCY: "1", CCSP_PERMISSION_MODE: "acceptEdits" };
  const stack = await startStack({ env, ...(again && { again }) });
  stacks.push(stack);
  const token = stack.operatorToken;
  const submit = (body: object) => stack.call<Task>("/tasks", { body });
  const run = async (prompt: string): Promise<Task> => {
    const { taskId } = (await submit({ prompt })).body;
    const wait = `/tasks/${taskId}/result?wait=25`;
    for (;;) {
      const { status, body } = await stack.call<Task>(wait);
      if (status === 200) return body;
    }
  };
  return {
    stack,
    submit,
    run,
    /** What the CLI is called with. */
    argumentsNow: async () =>
      String((await run('simulate: {"arguments": true}')).result),
    running: async () => {
      const { body } = await stack.call<{ items: readonly Task[] }>(
        "/tasks?status=running",
      );
      return body.items.length;
    },
    slots: async () => {
      const path = "/queue/status";
      const { body } = await stack.call<{
        executors: readonly { readonly slots: number }[];
      }>(path, { token });
      return body.executors.map(({ slots }) => slots);
    },
    known: async () => (await stack.call<Known>("/settings", { token })).body,
    change: async (body: object) => {
      const order = { method: "PATCH", token, body };
      const { status } = await stack.call("/settings", order);
      expect(status).toBe(200);
    },
    audited: async () => {
      const { body } = await stack.call<{ items: readonly object[] }>(
        "/audit?limit=1",
        { token },
      );
      return body.items;
    },
  };
}

/** Asks until the answer is as wanted. */
const soon = <T>(ask: () => Promise<T>, wanted: unknown) =>
  expect.poll(ask, { timeout: IN_FORCE_MS, interval: 100 }).toEqual(wanted);

it(
  "settings hold within seconds, win over the environment, and survive the death of everything",
  async () => {
    const first = await aStack();
    await first.stack.printed(/succeeded: /);
    expect(await first.known()).toMatchObject({
      version: 0,
      settings: { concurrency: 1, permissionMode: "acceptEdits" },
      initial: { concurrency: 1, permissionMode: "acceptEdits" },
    });
    expect(await first.argumentsNow()).toContain("acceptEdits");

    const long = { prompt: 'simulate: {"sleepMs": 20000}' };
    for (let count = 0; count < 3; count += 1) await first.submit(long);
    await soon(first.running, 1);
    await first.change({ concurrency: 4, reason: "more machines" });
    await soon(first.running, 3);
    await soon(first.slots, [4]);
    expect(await first.audited()).toMatchObject([
      {
        action: "change-settings",
        reason: "more machines",
        detail: { changed: { concurrency: { from: 1, to: 4 } } },
      },
    ]);

    await first.change({
      permissionMode: "plan",
      allowedTools: ["Read", "Bash(git log:*)"],
    });
    await soon(
      first.argumentsNow,
      expect.stringMatching(/"plan".*"--allowedTools=Read,Bash\(git log:\*\)"/),
    );
    await first.change({ allowedModels: ["haiku"] });
    const opus = { prompt: "p", model: "opus" };
    await soon(async () => (await first.submit(opus)).status, 400);

    await first.stack.kill();
    const second = await aStack(first.stack);
    expect(await second.known()).toMatchObject({
      version: 3,
      settings: { concurrency: 4, permissionMode: "plan" },
      initial: { concurrency: 1, permissionMode: "acceptEdits" },
    });
    expect((await second.submit(opus)).status).toBe(400);
    await soon(second.slots, expect.arrayContaining([4]));
    expect(await second.argumentsNow()).toContain('"plan"');

    await second.change({ concurrency: null, permissionMode: null });
    // The dead executor is still told of, as it was.
    await soon(second.slots, expect.arrayContaining([1]));
    await soon(second.argumentsNow, expect.stringContaining("acceptEdits"));
  },
  PATIENCE_MS,
);
