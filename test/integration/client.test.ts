/** The client before the running service: what agents meet when they use it, and when the service falters. */
import { setTimeout as sleep } from "node:timers/promises";
import { CCSPClient, type Task } from "ccsp";
import { afterAll, beforeAll, describe, it, vi } from "vitest";
import { SampleAgent } from "../../docs/examples/sample-agent.ts";
import { createResources } from "../../infra/local/resources.ts";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import { dynamoDbControlStores } from "../../shared/adapters/dynamodb/control-store.ts";
import { issueToken } from "../../shared/runtime/issue-token.ts";
import { sendSignal } from "./harness/processes.ts";
import { removeState, type Stack, startStack } from "./harness/stack.ts";

let stack: Stack;
let client: CCSPClient;
beforeAll(async () => {
  stack = await startStack();
  client = clientWith(stack.agentToken);
});
afterAll(async () => {
  await stack.kill();
  removeState(stack);
  vi.unstubAllEnvs();
});

const clientWith = (token: string): CCSPClient =>
  new CCSPClient({ baseUrl: stack.baseUrl, token });

const simulate = (directive: object): string =>
  `simulate: ${JSON.stringify(directive)}`;

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => new Error("it succeeded"),
    (error: unknown) => error,
  );

/** Resolves when the task is seen to run. */
async function running(taskId: string): Promise<Task> {
  for (;;) {
    const task = await client.get(taskId);
    if (task.status === "running") return task;
    await sleep(100);
  }
}

describe("An agent", () => {
  it("written for the predecessor runs with another import and constructor line", async ({
    expect,
  }) => {
    vi.stubEnv("CCSP_URL", stack.baseUrl);
    vi.stubEnv("CCSP_TOKEN", stack.agentToken);
    const agent = new SampleAgent();
    const done = await agent.processTask({
      prompt: simulate({ text: "from the sample agent" }),
      context: { repository: "example" },
    });
    expect(done).toMatchObject({
      success: true,
      result: {
        success: true,
        result: "from the sample agent",
        priority: "normal",
        executionTime: expect.any(Number),
        usage: { inputTokens: expect.any(Number) },
      },
    });
    expect(done.result.executionTime).toBeGreaterThan(0);
  });

  it("hears of each state, and gets a failure as an error", async ({
    expect,
  }) => {
    const seen: string[] = [];
    await client.executeClaude(simulate({ sleepMs: 6_000 }), {
      priority: "high",
      onStatus: ({ status }) => void seen.push(status),
    });
    // A loaded machine may start it before the first look.
    expect(["queued,running,succeeded", "running,succeeded"]).toContain(
      seen.join(),
    );
    expect(
      await errorOf(
        client.executeClaude(simulate({ outcome: "invalid-request" })),
      ),
    ).toMatchObject({
      name: "TaskFailedError",
      code: "invalid-request",
      retryable: false,
    });
  });

  it("that aborts has its task ended, if it asked for that", async ({
    expect,
  }) => {
    const ending = new AbortController();
    const ids: string[] = [];
    const execution = client.executeClaude(simulate({ sleepMs: 60_000 }), {
      signal: ending.signal,
      cancelOnAbort: true,
      onStatus: ({ taskId, status }) => {
        ids.push(taskId);
        if (status === "running") ending.abort("enough");
      },
    });
    expect(await errorOf(execution)).toBe("enough");
    expect(await client.get(ids[0]!)).toMatchObject({ status: "cancelled" });
  });

  it("schedules, submits many, lists its own, cancels", async ({ expect }) => {
    const at = new Date(Date.now() + 3_600_000);
    const { taskId } = await client.schedule("later", at);
    expect(await client.get(taskId)).toMatchObject({
      status: "scheduled",
      executeAt: at.toISOString(),
    });
    const found: string[] = [];
    for await (const task of client.list({ status: "scheduled", pageSize: 1 }))
      found.push(task.taskId);
    expect(found).toContain(taskId);
    expect(await client.cancel(taskId)).toMatchObject({ status: "cancelled" });

    const results = await client.submitBatch([
      { prompt: simulate({ text: "one of two" }) },
      { prompt: " " },
    ]);
    expect(await client.wait(results[0]!.task!.taskId)).toMatchObject({
      result: "one of two",
    });
    expect(results[1]!.error).toMatchObject({ name: "InvalidRequestError" });
  });
});

describe("In mid-wait", () => {
  it("a service whose functions are killed is found again when it is back", async ({
    expect,
  }) => {
    const { taskId } = await client.submit(simulate({ sleepMs: 12_000 }));
    await running(taskId);
    const waiting = client.wait(taskId);
    const submitting = sleep(1_500).then(() =>
      client.executeClaude(simulate({ text: "while it was away" })),
    );
    await sleep(1_000); // a poll is held by now
    const host = stack.processOf("offline.ts");
    sendSignal(host.pid, "SIGKILL");
    expect(await waiting).toMatchObject({ taskId, success: true, attempts: 1 });
    expect(await submitting).toMatchObject({ result: "while it was away" });
    expect(stack.processOf("offline.ts").pid).not.toBe(host.pid);
  });

  it("a token that is revoked or expires ends the wait, not the task", async ({
    expect,
  }) => {
    const { tableNames } = await createResources(stack);
    const { client: dynamodb } = dynamoDbClient(Date.now, {
      endpoint: stack.dynamodbEndpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    const { tokens } = dynamoDbControlStores({
      client: dynamodb,
      tableName: tableNames["ControlTable"]!,
    });
    const issue = async (validMs: number): Promise<string> => {
      const now = Date.now();
      const order = {
        agent: "local",
        scopes: ["tasks"],
        createdAt: new Date(now),
        expiresAt: new Date(now + validMs),
      } as const;
      return issueToken(tokens, order);
    };
    const expiring = await issue(3_000);
    const revoked = await issue(60_000);
    const { taskId } = await client.submit(simulate({ sleepMs: 25_000 }));
    const waits = [expiring, revoked].map((token) =>
      errorOf(clientWith(token).wait(taskId)),
    );
    await sleep(1_000);
    await tokens.revoke(revoked.split("_")[1]!, new Date());
    for (const error of await Promise.all(waits))
      expect(error).toMatchObject({
        name: "UnauthorizedError",
        code: "unauthorized",
        taskId,
      });
    expect(await client.wait(taskId)).toMatchObject({ success: true });
    dynamodb.destroy();
  });
});

describe("A lost login", () => {
  it("is an error that names the task, and is still waited for by who asks", async ({
    expect,
  }) => {
    const prompt = simulate({ outcome: "session-expired" });
    const thrown = await errorOf(client.executeClaude(prompt));
    expect(thrown).toMatchObject({
      name: "SessionTimeoutError",
      sessionTimeout: true,
      task: { status: "blocked" },
    });
    const { taskId } = thrown as { taskId: string };
    const waiting = AbortSignal.timeout(4_000);
    expect(
      await errorOf(
        client.wait(taskId, { onSessionTimeout: "wait", signal: waiting }),
      ),
    ).toMatchObject({ name: "TimeoutError" });
    expect(await client.cancel(taskId)).toMatchObject({ status: "cancelled" });

    const told: unknown[] = [];
    const agent = Object.assign(new SampleAgent(), {
      handleSessionTimeout: async (error: unknown) => void told.push(error),
    });
    const error = await errorOf(agent.processTask({ prompt: "hello" }));
    expect(error).toMatchObject({ name: "SessionTimeoutError" });
    expect(told).toEqual([error]);
  });
});
