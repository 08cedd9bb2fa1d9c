import { randomUUID } from "node:crypto";
import {
  DeleteCommand,
  QueryCommand,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import { dynamoDbTaskStore } from "../../shared/adapters/dynamodb/task-store.ts";
import type { Task, TaskId } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import { afterRedrive } from "../../shared/domain/transitions.ts";
import type { TaskStore } from "../../shared/ports/task-store.ts";
import { CLOSED, type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { longText } from "../builders/long-text.ts";
import { aContent, aRunningTask, aTask, newTaskId } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";
import { taskStoreContract } from "./task-store.contract.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const DAY_MS = 86_400_000;

type Client = ReturnType<typeof dynamoDbClient>["client"];
let aws: LocalAws;
let client: Client;
let store: TaskStore;
const storeOn = (through: Client): TaskStore =>
  dynamoDbTaskStore({
    client: through,
    tableName: aws.tasksTable,
    newWriteId: randomUUID,
  });
beforeAll(async () => {
  aws = await startLocalAws();
  client = dynamoDbClient(Date.now, aws.dynamodb).client;
  store = storeOn(client);
});
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

taskStoreContract("dynamoDbTaskStore", () => store);

describe("a write whose answer was lost", () => {
  /** Performs each command, and once says instead that the connection broke. */
  const losingAnswers = (): TaskStore => {
    const lossy = dynamoDbClient(Date.now, aws.dynamodb).client;
    const lost = new Set<string>();
    lossy.middlewareStack.add(
      (next, { commandName = "" }) =>
        async (args) => {
          const answer = await next(args);
          if (lost.has(commandName)) return answer;
          lost.add(commandName);
          throw Object.assign(new Error("broken"), { name: "TimeoutError" });
        },
      { step: "deserialize", priority: "high" },
    );
    return storeOn(lossy);
  };

  it("is known again: a creation", async () => {
    expect(await losingAnswers().create(aTask(), aContent())).toBe(true);
  });

  it("is known again: a claim", async () => {
    const task = aTask();
    await store.create(task, aContent());
    const claimed = await losingAnswers().claim({
      taskId: task.id,
      queueClass: "normal",
      executorId: "e-1",
      now: START,
      leaseUntil: later(START, 30_000),
    });
    expect(claimed?.task).toMatchObject({ status: "running", fence: 1 });
  });

  it("is known again: a transition", async () => {
    const task = aRunningTask();
    await store.create(task, aContent());
    const next = { ...task, status: "failed", fence: 2 } as const;
    expect(await losingAnswers().transition(task, next)).toBe(true);
  });

  it("is known again: a key", async () => {
    const key = { agent: "alice", key: randomUUID() };
    const holder = { taskId: newTaskId(), bodyHash: "h" };
    const until = later(START, 1_000);
    expect(await losingAnswers().holdKey(key, holder, START, until)).toEqual(
      holder,
    );
  });
});

describe("what a finished task was given", () => {
  const text = longText(3_000);
  const failed = async (): Promise<Task> => {
    const { wakeAt: _, ...rest } = aTask({ status: "failed" });
    const task = { ...rest, finishedAt: START };
    const request = { prompt: text };
    await store.create(task, aContent({ request, metadata: { text } }));
    return task;
  };
  const rowsOf = async ({ id }: Task): Promise<Record<string, unknown>[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: aws.tasksTable,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": `task#${id}` },
      }),
    );
    return Items;
  };
  const isChunk = ({ sk }: Record<string, unknown>) => sk !== "task";

  it("lives as long as a new task's when it is queued again a year later", async () => {
    const task = await failed();
    const now = later(START, 365 * DAY_MS);
    const again = afterRedrive(task, now, "d-2");
    expect(await store.transition(task, again)).toBe(true);
    const rows = await rowsOf(task);
    const chunks = rows.filter(isChunk);
    expect(chunks).toHaveLength(2);
    const yearLater = later(now, 365 * DAY_MS).getTime() / 1_000;
    for (const { expiresAt } of chunks)
      expect(expiresAt).toBeGreaterThan(yearLater);
    const row = rows.find((each) => !isChunk(each));
    expect(row).not.toHaveProperty("expiresAt");
    const whole = { task: again, metadata: { text } };
    expect(await store.readWhole(task.id)).toEqual(whole);
  });

  it("is not missed by a task that waits: without it nothing is queued", async () => {
    const task = await failed();
    const { pk, sk } = (await rowsOf(task)).find(isChunk)!;
    const Key = { pk, sk };
    await client.send(new DeleteCommand({ TableName: aws.tasksTable, Key }));
    const again = afterRedrive(task, START, "d-2");
    await expect(store.transition(task, again)).rejects.toMatchObject({
      name: "StoreError",
      cause: { message: expect.stringMatching(/lacks \w+#/) },
    });
    expect(await store.read(task.id)).toEqual(task);
  });
});

describe("what nobody wrote", () => {
  const put = (item: Record<string, unknown>) =>
    client.send(new PutCommand({ TableName: aws.tasksTable, Item: item }));
  const keyOf = (id: string) => ({ pk: `task#${id}`, sk: "task" });

  it("is told as the row's name and field", async () => {
    const id = newTaskId();
    await put({ ...keyOf(id), id, status: "sleeping" });
    await expect(store.read(id)).rejects.toMatchObject({
      name: "StoreError",
      message: expect.stringContaining(id),
      cause: { message: expect.stringContaining("status") },
    });
  });

  it("is told beside what is due and can be read", async () => {
    const shard = newTaskId().slice(0, 1);
    const good = aTask({ id: `${shard}${newTaskId().slice(1)}` as TaskId });
    await store.create(good, aContent());
    const id = `${shard}${newTaskId().slice(1)}`;
    await put({ ...keyOf(id), id, wakeShard: shard, wakeAt: 0 });
    const { tasks, unreadable } = await store.due(good.wakeAt!, 1_600);
    expect(tasks).toContainEqual(good);
    expect(unreadable).toMatchObject([
      { name: "StoreError", message: expect.stringContaining(id) },
    ]);
  });

  /** The key of the first chunk of a task's metadata. */
  const chunkOf = async (task: Task): Promise<string> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: aws.tasksTable,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :metadata)",
        ExpressionAttributeValues: {
          ":pk": keyOf(task.id).pk,
          ":metadata": "metadata#",
        },
      }),
    );
    return String(Items[0]?.["sk"]);
  };

  it("is told when a chunk is missing", async () => {
    const task = aTask();
    const metadata = { text: longText(3_000) };
    await store.create(task, aContent({ metadata }));
    const Key = { ...keyOf(task.id), sk: await chunkOf(task) };
    await client.send(new DeleteCommand({ TableName: aws.tasksTable, Key }));
    await expect(store.readWhole(task.id)).rejects.toMatchObject({
      name: "StoreError",
      cause: { message: expect.stringContaining("metadata#") },
    });
  });

  it.each<[string, unknown]>([
    ["a chunk that is not compressed", Buffer.from("plain")],
    ["no bytes", "text"],
  ])("is told when there is %s", async (_, data) => {
    const task = aTask();
    await store.create(task, aContent({ metadata: { text: longText(3_000) } }));
    await put({ ...keyOf(task.id), sk: await chunkOf(task), data });
    await expect(store.readWhole(task.id)).rejects.toMatchObject({
      name: "StoreError",
      cause: expect.any(Error),
    });
  });

  it.each<[string, unknown]>([
    ["no place of a payload", { somewhere: 1 }],
    ["no JSON", { text: "{" }],
  ])("is told when a row holds %s", async (_, metadata) => {
    const task = aTask();
    await store.create(task, aContent());
    await client.send(
      new UpdateCommand({
        TableName: aws.tasksTable,
        Key: keyOf(task.id),
        UpdateExpression: "SET metadata = :metadata",
        ExpressionAttributeValues: { ":metadata": metadata },
      }),
    );
    await expect(store.readWhole(task.id)).rejects.toMatchObject({
      name: "StoreError",
      message: expect.stringContaining(task.id),
    });
  });
});

describe("a table that does not answer", () => {
  it("is a StoreError with its cause", async () => {
    const away = storeOn(dynamoDbClient(Date.now, CLOSED).client);
    const task = aTask();
    for (const call of [
      () => away.read(task.id),
      () => away.readMany([task.id]),
      () => away.create(task, aContent()),
      () => away.transition(task, task),
      () => away.due(START, 16),
      () => away.list("alice", { limit: 1 }),
    ])
      await expect(call()).rejects.toMatchObject({
        name: "StoreError",
        code: "STORE_UNAVAILABLE",
        cause: { code: "ECONNREFUSED" },
      });
  });
});

describe("the table's clock", () => {
  it("corrects one that is five minutes slow", async () => {
    const slow = dynamoDbClient(() => Date.now() - 300_000, aws.dynamodb);
    expect(slow.offsetMs()).toBe(0);
    await storeOn(slow.client).read(newTaskId());
    // The header's second, and as long as the answer took.
    expect(slow.offsetMs()).toBeGreaterThan(300_000 - onABusyMachine(1_000));
    expect(slow.offsetMs()).toBeLessThanOrEqual(301_000);
    slow.client.destroy();
  });

  it("leaves alone one that is right", async () => {
    const right = dynamoDbClient(Date.now, aws.dynamodb);
    await storeOn(right.client).read(newTaskId());
    expect(Math.abs(right.offsetMs())).toBeLessThan(200);
    right.client.destroy();
  });
});
