/** `npm start` as its user meets it: real processes, real signals, real `kill -9`. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, describe, it } from "vitest";
import { isFree } from "../../infra/local/choose-ports.ts";
import { sendSignal } from "./harness/processes.ts";
import {
  removeState,
  startStack,
  type Stack,
  type StackOptions,
} from "./harness/stack.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const FIRST_RESULT_WITHIN_MS = onABusyMachine(30_000);
const ENDS_WITHIN_MS = onABusyMachine(15_000);
/** One start takes seconds, and a lease 30 s to lapse. */
const PATIENCE_MS = 400_000;

/** As `npx npm@10 start` does: npm, a shell, another npm. */
const NPM_IN_NPM = ["exec", "--call", "npm start; true"];

const stacks: Stack[] = [];
const start = async (options?: StackOptions): Promise<Stack> => {
  const stack = await startStack(options);
  stacks.push(stack);
  return stack;
};
afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.kill()));
  stacks.forEach(removeState);
});

interface Task {
  readonly taskId: string;
  readonly status: string;
}

const task = async (stack: Stack, path: string, body?: unknown) =>
  (await stack.call<Task>(path, { body })).body;

const submit = async (stack: Stack, prompt: string): Promise<string> =>
  (await task(stack, "/tasks", { prompt })).taskId;

const until = async (stack: Stack, id: string, status: string) => {
  for (;;) {
    const found = await task(stack, `/tasks/${id}`);
    if (found.status === status) return found;
    await sleep(100);
  }
};

const shell = async (line: string): Promise<unknown> =>
  JSON.parse((await promisify(execFile)("sh", ["-c", line])).stdout);

describe.concurrent("npm start", { timeout: PATIENCE_MS }, () => {
  it("serves within 30 s, whatever AWS account the user has, and ends by SIGTERM to npm", async ({
    expect,
  }) => {
    const stack = await start({
      env: { AWS_PROFILE: "nobody", AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
    });
    const startedAt = performance.now();
    await stack.printed(/succeeded: [\s\S]*\/health -H .*\n/);
    const firstResultMs =
      stack.startedAfterMs + (performance.now() - startedAt);
    expect(firstResultMs).toBeLessThan(FIRST_RESULT_WITHIN_MS);
    expect(statSync(join(stack.stateDir, "local.json")).mode & 0o777).toBe(
      0o600,
    );

    const lines = stack.output().match(/^curl .*$/gm) ?? [];
    const [submitted, waited, health] = await Promise.all(lines.map(shell));
    expect(submitted).toMatchObject({ status: "queued", priority: "high" });
    expect(waited).toMatchObject({ status: "succeeded", priority: "urgent" });
    expect(health).toMatchObject({ status: "ok" });
    await stack.printed(/^Dashboard: \S+ /m);
    const [, dashboard = ""] = /^Dashboard: (\S+) /m.exec(stack.output()) ?? [];
    expect(await (await fetch(dashboard)).text()).toContain("<title>");

    await expect(
      startStack({ again: { stateDir: stack.stateDir, port: 1 } }),
    ).rejects.toThrow(/another `npm start` runs on it, process \d+/);

    expect(await stack.stop()).toBeLessThan(ENDS_WITHIN_MS);
    expect(await isFree(stack.port)).toBe(true);
    expect(existsSync(join(stack.stateDir, "local.json"))).toBe(false);
    expect(stack.output()).toContain("stopping: SIGTERM");
  });

  it("loses nothing by Ctrl-C nor by kill -9 of everything in the middle of a task", async ({
    expect,
  }) => {
    const first = await start();
    const interrupted = await submit(first, 'simulate: {"sleepMs": 3000}');
    await until(first, interrupted, "running");
    sendSignal(-first.pid, "SIGINT"); // as a terminal does: to the whole group
    expect(await first.gone(ENDS_WITHIN_MS)).toBeLessThan(ENDS_WITHIN_MS);
    expect(await isFree(first.port)).toBe(true);

    const second = await start({ again: first });
    expect(second.agentToken).toBe(first.agentToken);
    await until(second, interrupted, "succeeded");
    const killed = await submit(second, 'simulate: {"sleepMs": 3000}');
    await until(second, killed, "running");
    await second.kill();
    expect(existsSync(join(second.stateDir, "local.json"))).toBe(true);

    const third = await start({ again: second });
    const done = sweepUntilOver(third, until(third, killed, "succeeded"));
    expect(await done).toMatchObject({ attempts: 1 });
    expect(await third.stop()).toBeLessThan(ENDS_WITHIN_MS);
  });

  it("starts again what died, and ends by itself when npm or the supervisor was killed", async ({
    expect,
  }) => {
    const first = await start();
    for (const program of ["emulators.ts", "offline.ts", "executor/main.ts"]) {
      sendSignal(first.processOf(program).pid, "SIGKILL");
      await first.printed(/ended \(signal SIGKILL\); starting it again in 1 s/);
    }
    const id = await eventually(() => submit(first, "still there?"));
    await eventually(() => until(first, id, "succeeded"));
    sendSignal(first.pid, "SIGKILL");
    await first.gone(ENDS_WITHIN_MS);

    const second = await start({ again: first });
    const held = await submit(second, 'simulate: {"sleepMs": 60000}');
    await until(second, held, "running");
    const programs = second.processes();
    sendSignal(second.processOf("local/start.ts").pid, "SIGKILL");
    // At once: it has to wait until the others have ended by themselves.
    const third = await start({ again: second, npm: NPM_IN_NPM });
    expect(third.output()).toContain("waiting for the programs of a former");
    const left = new Set(third.processes().map((one) => one.pid));
    expect(programs.filter((one) => left.has(one.pid))).toEqual([]);
    const again = await until(third, held, "running");
    expect(again).toMatchObject({ attempts: 0 });
    expect(await third.stop()).toBeLessThan(ENDS_WITHIN_MS);
  });
});

/** The cron looks once a minute for leases that are over; a test looks each second. */
async function sweepUntilOver<T>(stack: Stack, work: Promise<T>): Promise<T> {
  const log = readFileSync(join(stack.stateDir, "logs/api.log"), "utf8");
  const host = /.*for lambda\] listening on (\S+)/s.exec(log)?.[1];
  const name = "ccsp-local-dispatchScheduled";
  const over = new AbortController();
  const sweeps = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await fetch(`${host}/2015-03-31/functions/${name}/invocations`, {
        method: "POST",
        body: "{}",
      });
      await sleep(1_000);
    }
  };
  const swept = sweeps();
  const result = await work.finally(() => over.abort());
  await swept;
  return result;
}

/** Tries until it does not throw any more. */
async function eventually<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch {
      await sleep(200);
    }
  }
}
