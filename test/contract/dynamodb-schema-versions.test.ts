/** Rows of other versions of us: each way to write a row leaves alone what it does not know, and refuses what it may not touch. */
import { randomUUID } from "node:crypto";
import { GetCommand, ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import { type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { aContent, aTask } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";
import { allStores, type AllStores, rowWrites } from "./row-writes.ts";

let aws: LocalAws;
let client: ReturnType<typeof dynamoDbClient>["client"];
let stores: AllStores;
beforeAll(async () => {
  aws = await startLocalAws();
  client = dynamoDbClient(Date.now, aws.dynamodb).client;
  stores = allStores(client, aws);
});
afterAll(async () => {
  client.destroy();
  await aws.stop();
});

type Row = Readonly<Record<string, unknown>>;
interface Place {
  readonly TableName: string;
  readonly Key: { readonly pk: string; readonly sk: string };
}

const at = ([table, pk, sk]: readonly [
  "tasks" | "control",
  string,
  string,
]): Place => ({ TableName: aws[`${table}Table`], Key: { pk, sk } });

const look = async (place: Place): Promise<Row | undefined> =>
  (await client.send(new GetCommand({ ...place, ConsistentRead: true }))).Item;

const amend = (place: Place, expression: string, value?: unknown) =>
  client.send(
    new UpdateCommand({
      ...place,
      UpdateExpression: expression,
      ...(value !== undefined && {
        ExpressionAttributeValues: { ":value": value },
      }),
    }),
  );

describe.each(rowWrites)("$name", ({ row, seed }) => {
  it("keeps what a newer version wrote beside it, and says who wrote last", async () => {
    const { id, write } = await seed(stores);
    const place = at(row(id));
    await amend(place, "SET shape = :value, v = :value", 7);
    expect(await write()).not.toBe(false);
    expect(await look(place)).toMatchObject({ shape: 7, v: 1 });
  });

  it("takes a row of before there were versions", async () => {
    const { id, write } = await seed(stores);
    const place = at(row(id));
    await amend(place, "REMOVE v");
    expect(await write()).not.toBe(false);
    expect(await look(place)).toMatchObject({ v: 1 });
  });

  it("leaves a row as it is that only newer versions may touch", async () => {
    const { id, write } = await seed(stores);
    const place = at(row(id));
    await amend(place, "SET minV = :value", 2);
    const before = await look(place);
    const written = await write().catch((error: unknown) => error);
    if (written instanceof Error)
      expect(written).toMatchObject({
        name: "StoreError",
        message: expect.stringContaining(place.Key.sk),
        cause: { message: expect.stringContaining("version 2") },
      });
    else expect([false, undefined]).toContain(written);
    expect(await look(place)).toEqual(before);
    await amend(place, "REMOVE minV");
  });

  it("takes a newer row that every version may touch", async () => {
    const { id, write } = await seed(stores);
    const place = at(row(id));
    await amend(place, "SET minV = :value, v = :value", 1);
    await amend(place, "SET v = :value", 99);
    expect(await write()).not.toBe(false);
    expect(await look(place)).toMatchObject({ minV: 1, v: 1 });
  });
});

describe("a task that only newer versions may read", () => {
  const tooNew = async () => {
    const task = aTask();
    await stores.tasks.create(task, aContent());
    await amend(
      at(["tasks", `task#${task.id}`, "task"]),
      "SET minV = :value",
      2,
    );
    return task;
  };

  it("is told by name, with the remedy", async () => {
    const { id } = await tooNew();
    for (const read of ["read", "readWhole"] as const)
      await expect(stores.tasks[read](id)).rejects.toMatchObject({
        name: "StoreError",
        message: expect.stringContaining(id),
        cause: { message: expect.stringContaining("deploy the newer version") },
      });
    await expect(stores.tasks.readMany([id])).rejects.toMatchObject({
      message: expect.stringContaining(id),
    });
  });

  it("is told beside what is due and can be read", async () => {
    const old = aTask();
    await stores.tasks.create(old, aContent());
    const { id } = await tooNew();
    const page = await stores.tasks.due(old.wakeAt!, 1_600);
    expect(page.tasks).toContainEqual(old);
    expect(page.tasks.map((task) => task.id)).not.toContain(id);
    expect(page.unreadable).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining(id) }),
    );
  });
});

it("Every row of every table says by which version it was written", async () => {
  const key = { agent: "alice", key: randomUUID() };
  const { seed } = rowWrites[0]!;
  const { write } = await seed(stores);
  await write();
  const text = { text: "x".repeat(5_000) };
  await stores.tasks.create(aTask(), aContent({ metadata: text }));
  const holder = { taskId: aTask().id, bodyHash: "h" };
  await stores.tasks.holdKey(key, holder, START, new Date(Date.now() + 60_000));
  await stores.note();
  for (const table of [aws.tasksTable, aws.controlTable, aws.usageTable]) {
    const { Items = [] } = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true }),
    );
    expect(Items.length).toBeGreaterThan(0);
    expect(Items.filter((item) => item["v"] !== 1)).toEqual([]);
  }
});
