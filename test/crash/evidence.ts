/** What is left after a storm: rows, runs, messages, processes, and what the agents remember. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { localSqsClient } from "../../infra/local/local-clients.ts";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import { fromItem } from "../../shared/adapters/dynamodb/task-item.ts";
import { isFinished, type Task } from "../../shared/domain/task.ts";
import { agentOf, type AgentsTask, type TaskView } from "./agent.ts";
import type { Stage } from "./stage.ts";

export interface Row {
  readonly marker: string;
  readonly task: Task;
}

/** One start of the CLI. */
export interface Run {
  readonly marker: string;
  readonly startedAt: number;
  /** Absent when it was killed. */
  readonly endedAt?: number;
}

export interface Evidence {
  readonly tasks: readonly AgentsTask[];
  readonly rows: readonly Row[];
  /** The same, some time later. */
  readonly laterRows: readonly Row[];
  /** How the service shows each accepted task at the end. */
  readonly views: ReadonlyMap<string, TaskView>;
  readonly runs: readonly Run[];
  readonly messages: number;
  readonly deadLetters: number;
  /** Runs of the CLI that went on although all tasks were finished. */
  readonly runsLeft: readonly string[];
  /** Parts that ended by themselves, in words. */
  readonly unexpectedEnds: readonly string[];
}

/** A visibility timeout, and the time in which executors ask again. */
const DRAINS_WITHIN_MS = 75_000;
const LOOK_EVERY_MS = 500;
/** Whoever still wanted to write something has written it by then. */
const SETTLES_IN_MS = 3_000;

/** While all parts run; the executors take what messages are left. */
export async function collect(
  stage: Stage,
  tasks: readonly AgentsTask[],
): Promise<Evidence> {
  await until(async () => (await rowsOf(stage)).every(isOver));
  const rows = await rowsOf(stage);
  await until(async () => (await countMessages(stage)).messages === 0);
  await sleep(SETTLES_IN_MS);
  await until(() => stage.runsAlive().length === 0);
  return {
    tasks,
    rows,
    laterRows: await rowsOf(stage),
    views: await viewsOf(stage, tasks),
    runs: runsIn(readFileSync(stage.runsFile, "utf8")),
    ...(await countMessages(stage)),
    runsLeft: stage.runsAlive().map(({ commandLine }) => commandLine),
    unexpectedEnds: stage.actors.flatMap((each) => each.unexpectedEnds()),
  };
}

const isOver = ({ task }: Row): boolean => isFinished(task);

/** Waits, but not for ever: what is not so will be judged. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + DRAINS_WITHIN_MS;
  while (!(await isSo()) && Date.now() < end) await sleep(LOOK_EVERY_MS);
}

async function rowsOf({ endpoints, resources }: Stage): Promise<Row[]> {
  const { client } = dynamoDbClient(Date.now, {
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    endpoint: endpoints.dynamodbEndpoint,
  });
  const rows: Row[] = [];
  let last: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: resources.tableNames["TasksTable"],
        FilterExpression: "sk = :task",
        ExpressionAttributeValues: { ":task": "task" },
        ExclusiveStartKey: last,
      }),
    );
    for (const item of page.Items ?? [])
      rows.push({ marker: markerOf(item), task: fromItem(item) });
    last = page.LastEvaluatedKey;
  } while (last);
  client.destroy();
  return rows;
}

function markerOf(item: Record<string, unknown>): string {
  const { text } = item["metadata"] as { readonly text: string };
  return (JSON.parse(text) as { readonly marker: string }).marker;
}

async function countMessages({
  endpoints,
  resources,
}: Stage): Promise<Pick<Evidence, "messages" | "deadLetters">> {
  const sqs = localSqsClient(endpoints.sqsEndpoint);
  const count = async (url: string): Promise<number> => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ["All"],
      }),
    );
    return Object.entries(Attributes)
      .filter(([name]) => name.startsWith("ApproximateNumberOfMessages"))
      .reduce((sum, [, each]) => sum + Number(each), 0);
  };
  const counts = await Promise.all(
    Object.entries(resources.queueUrls).map(
      async ([name, url]) => [name, await count(url)] as const,
    ),
  );
  sqs.destroy();
  const { DeadLetterQueue: deadLetters = 0, ...waiting } =
    Object.fromEntries(counts);
  const messages = Object.values(waiting).reduce((sum, each) => sum + each, 0);
  return { messages, deadLetters };
}

async function viewsOf(
  stage: Stage,
  tasks: readonly AgentsTask[],
): Promise<ReadonlyMap<string, TaskView>> {
  const agent = agentOf(stage, new AbortController().signal);
  const views = new Map<string, TaskView>();
  for (const task of tasks) {
    const view = task.taskId === undefined ? undefined : await agent.look(task);
    if (view) views.set(view.taskId, view);
  }
  return views;
}

interface Witnessed {
  readonly event: "start" | "end";
  readonly marker: string;
  readonly run: string;
  readonly at: number;
}

/** @param text what the CLI wrote, a line for each start and each end */
function runsIn(text: string): readonly Run[] {
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Witnessed);
  const ends = new Map(
    lines
      .filter(({ event }) => event === "end")
      .map(({ run, at }) => [run, at]),
  );
  return lines
    .filter(({ event }) => event === "start")
    .map(({ marker, run, at: startedAt }) => {
      const endedAt = ends.get(run);
      return { marker, startedAt, ...(endedAt !== undefined && { endedAt }) };
    });
}
