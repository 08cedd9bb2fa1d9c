/**
 * How many AWS calls a task costs, from its acceptance to one look at its result, and what they
 * would cost: every HTTP request that reaches the emulators within a minute and more is counted,
 * those of API, executor and sweeper alike, and is divided by the tasks of that time.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { removeState, startStack } from "../integration/harness/stack.ts";

const CLI = new URL("../fixtures/cli/quick-claude.sh", import.meta.url)
  .pathname;
const PRELOAD = new URL("../fixtures/preload/log-requests.mjs", import.meta.url)
  .pathname;
/** The sweeper runs once in it. */
const WINDOW_MS = 60_000;

/**
 * Dollars for a million, us-east-1, as published in 2026; no free tier. A request to a queue with
 * message groups costs 0.40 and 0.10. https://aws.amazon.com/sqs/pricing/
 */
const SQS_REQUEST = 0.5;
/** On demand. https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const WRITE_UNIT = 0.625;
const READ_UNIT = 0.125;

/**
 * What a call is taken for, at most: a row below 1 KB with an index entry that it removes and one
 * that it adds, though writes to the Control table have no index; eight rows read at once.
 */
const DOLLARS_PER_MILLION: Readonly<Record<string, number>> = {
  PutItem: 3 * WRITE_UNIT,
  UpdateItem: 3 * WRITE_UNIT,
  DeleteItem: 3 * WRITE_UNIT,
  GetItem: READ_UNIT,
  Query: READ_UNIT,
  BatchGetItem: 8 * READ_UNIT,
};

export interface CallFigures {
  readonly tasks: number;
  /** By operation, for each task; the most frequent first. */
  readonly perTask: readonly (readonly [operation: string, calls: number])[];
  readonly callsPerTask: number;
  readonly dollarsPerMillionTasks: number;
}

export async function benchCalls(tasks: number): Promise<CallFigures> {
  const directory = mkdtempSync(join(tmpdir(), "ccsp-calls-"));
  const file = join(directory, "requests");
  const stack = await startStack({
    env: {
      CCSP_CLI: CLI,
      REQUESTS_FILE: file,
      NODE_OPTIONS: `--import ${PRELOAD}`,
    },
  });
  try {
    await stack.printed("curl");
    writeFileSync(file, "");
    const windowEnds = sleep(WINDOW_MS);
    for (let count = 0; count < tasks; count += 1) {
      const { body } = await stack.call<{ taskId: string }>("/tasks", {
        body: { prompt: "0" },
      });
      await stack.call(`/tasks/${body.taskId}/result?wait=20`);
    }
    await windowEnds;
    return figuresOf(readFileSync(file, "utf8").trim().split("\n"), tasks);
  } finally {
    await stack.stop();
    removeState(stack);
    rmSync(directory, { recursive: true });
  }
}

/** @param operations one for each request, for example `AmazonSQS.SendMessage` */
function figuresOf(operations: readonly string[], tasks: number): CallFigures {
  const counts = new Map<string, number>();
  let dollars = 0;
  for (const each of operations) {
    const [service, operation = each] = each.split(".");
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    dollars +=
      service === "AmazonSQS"
        ? SQS_REQUEST
        : (DOLLARS_PER_MILLION[operation] ?? Number.NaN);
  }
  return {
    tasks,
    perTask: [...counts]
      .map(([operation, count]) => [operation, count / tasks] as const)
      .toSorted(([, one], [, other]) => other - one),
    callsPerTask: operations.length / tasks,
    dollarsPerMillionTasks: dollars / tasks,
  };
}

if (import.meta.main) console.log(await benchCalls(300));
