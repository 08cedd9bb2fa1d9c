/**
 * How fast a full queue empties, beside how fast the same CLI can be spawned with nothing around
 * it: `node test/bench/drain.ts`. The stack accepts all tasks while it is paused, then works.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { dynamoDbControlStores } from "../../shared/adapters/dynamodb/control-store.ts";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import {
  removeState,
  type Stack,
  startStack,
} from "../integration/harness/stack.ts";
import { cpuMs } from "./cpu.ts";

const CLI = new URL("../fixtures/cli/quick-claude.sh", import.meta.url)
  .pathname;
const SLOTS = 8;
const PAUSED = { name: "paused", reason: "bench", actor: "bench" } as const;
/** An executor looks at the gates each second. */
const SEEN_MS = 2_500;
const AT_ONCE = 10;
const LOOK_EVERY_MS = 500;
/** The most that a list shows at once. */
const PAGE = 100;

export interface Drain {
  readonly tasks: number;
  /** How long the CLI works, in milliseconds. */
  readonly workMs: number;
  /** Tasks a second, from the first start to the last end. */
  readonly perSecond: number;
  /** Bare spawns of the same CLI a second, as many at once, measured right after. */
  readonly spawnsPerSecond: number;
  /** The executor's own CPU for each task, without its CLI's. */
  readonly executorCpuMs: number;
}

export async function benchDrain(
  sizes: readonly { readonly tasks: number; readonly workMs: number }[],
): Promise<readonly Drain[]> {
  const stack = await startStack({
    env: { CCSP_CLI: CLI, CCSP_CONCURRENCY: String(SLOTS) },
  });
  try {
    await stack.printed("curl");
    const gates = gatesOf(stack);
    const drains: Drain[] = [];
    for (const { tasks, workMs } of sizes) {
      const prompt = String(workMs / 1_000);
      await drain(stack, gates, prompt, SLOTS * 5); // warms up
      const drained = await drain(stack, gates, prompt, tasks);
      const spawnsPerSecond = await spawnRate(prompt, tasks);
      drains.push({ tasks, workMs, spawnsPerSecond, ...drained });
    }
    return drains;
  } finally {
    await stack.stop();
    removeState(stack);
  }
}

type Gates = ReturnType<typeof gatesOf>;

function gatesOf(stack: Stack) {
  const { client } = dynamoDbClient(Date.now, {
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    endpoint: stack.dynamodbEndpoint,
  });
  return dynamoDbControlStores({ client, tableName: "ccsp-local-control" })
    .gates;
}

async function drain(
  stack: Stack,
  gates: Gates,
  prompt: string,
  tasks: number,
): Promise<Pick<Drain, "perSecond" | "executorCpuMs">> {
  await gates.close({ ...PAUSED, since: new Date() });
  await sleep(SEEN_MS);
  await inParallel(tasks, AT_ONCE, async () => {
    const { status } = await stack.call("/tasks", { body: { prompt } });
    if (status !== 202) throw new Error(`answered ${String(status)}`);
  });
  const { pid } = stack.processOf("functions/executor/main.ts");
  const cpuBefore = cpuMs(pid);
  await gates.open("paused");
  // The newest task is among the last to run: to look at all of them all the time would slow them.
  await untilFinished(stack, 1);
  const times = await untilFinished(stack, tasks);
  const executorCpuMs = (cpuMs(pid) - cpuBefore) / tasks;
  const starts = times.map(({ startedAt }) => Date.parse(startedAt ?? ""));
  const ends = times.map(({ finishedAt }) => Date.parse(finishedAt ?? ""));
  const tookMs = Math.max(...ends) - Math.min(...starts);
  return { perSecond: (tasks * 1_000) / tookMs, executorCpuMs };
}

async function untilFinished(stack: Stack, count: number) {
  for (;;) {
    const times = await newest(stack, count);
    if (times.every(({ finishedAt }) => finishedAt !== undefined)) return times;
    await sleep(LOOK_EVERY_MS);
  }
}

interface Times {
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

async function newest(stack: Stack, count: number): Promise<readonly Times[]> {
  const found: Times[] = [];
  let cursor = "";
  while (found.length < count) {
    const { body } = await stack.call<{ items: Times[]; cursor?: string }>(
      `/tasks?limit=${String(Math.min(count, PAGE))}${cursor}`,
    );
    found.push(...body.items);
    cursor = `&cursor=${encodeURIComponent(body.cursor ?? "")}`;
  }
  return found.slice(0, count);
}

async function inParallel(
  count: number,
  atOnce: number,
  act: () => Promise<void>,
): Promise<void> {
  let begun = 0;
  const one = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await act();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** As many at once as there are slots, each read to its end. */
async function spawnRate(prompt: string, count: number): Promise<number> {
  const startedAt = performance.now();
  await inParallel(count, SLOTS, async () => {
    const child = spawn(
      CLI,
      ["-p", "--output-format", "stream-json", "--verbose"],
      { stdio: "pipe" },
    );
    child.stdout.resume();
    child.stdin.end(prompt);
    await once(child, "close");
  });
  return (count * 1_000) / (performance.now() - startedAt);
}

if (import.meta.main)
  console.log(
    await benchDrain([
      { tasks: 1_000, workMs: 0 },
      { tasks: 1_000, workMs: 100 },
    ]),
  );
