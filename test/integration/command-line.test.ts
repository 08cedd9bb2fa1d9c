/** The command line before the running service: what people and scripts meet when they use it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Finished, Running } from "./harness/command-line.ts";
import { commandedStackOfThisFile } from "./harness/commanded-stack.ts";
import { sendSignal } from "./harness/processes.ts";

const here = commandedStackOfThisFile();
const ccsp = (args: readonly string[], input?: string): Promise<Finished> =>
  here().program.run(args, input);
const start = (args: readonly string[]): Running => here().program.start(args);

const simulate = (directive: object): string =>
  `simulate: ${JSON.stringify(directive)}`;

const json = (text: string): Record<string, unknown> =>
  JSON.parse(text) as Record<string, unknown>;

async function submit(directive: object): Promise<string> {
  const { stdout } = await ccsp(["submit", simulate(directive)]);
  return stdout.trim();
}

const stateOf = async (taskId: string): Promise<unknown> =>
  json((await ccsp(["get", taskId, "--json"])).stdout)["status"];

describe("A prompt", () => {
  it("is handed over, its answer waited for later", async () => {
    const submitted = await ccsp(["submit", simulate({ text: "hello" })]);
    expect(submitted).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^[\w-]+\n$/),
    });
    const taskId = submitted.stdout.trim();
    expect(await ccsp(["wait", taskId])).toMatchObject({
      code: 0,
      stdout: "hello\n",
    });
    const { stdout } = await ccsp(["get", taskId]);
    expect(stdout).toMatch(/^State +succeeded$/m);
    const listed = await ccsp(["list", "--status", "succeeded", "--json"]);
    expect(json(listed.stdout)["items"]).toContainEqual(
      expect.objectContaining({ taskId, status: "succeeded" }),
    );
    expect(await ccsp(["cancel", taskId])).toMatchObject({
      code: 8,
      stdout: "",
    });
  });

  it("comes by standard input, and its answer goes to standard output alone, without colours", async () => {
    const args = [
      "submit",
      "--wait",
      "--priority",
      "high",
      "--metadata",
      '{"n": 1}',
    ];
    const { code, stdout, stderr } = await ccsp(
      args,
      simulate({ text: "piped" }),
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: "piped\n" });
    expect(stderr).toMatch(/ (queued|running|succeeded).* · \d+s$/m);
    expect(stdout + stderr).not.toContain("\u001b");
    const { stdout: data } = await ccsp(
      [...args, "--json"],
      simulate({ text: "x" }),
    );
    expect(json(data)).toMatchObject({
      result: "x",
      priority: "high",
      metadata: { n: 1 },
    });
  });

  it("with the same key is the same task, and may be for later", async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const key = crypto.randomUUID();
    const args = ["submit", "--at", at, "-k", key, "later"];
    const { stdout } = await ccsp(args);
    const taskId = stdout.trim();
    expect(await stateOf(taskId)).toBe("scheduled");
    expect(await ccsp(args)).toMatchObject({ code: 0, stdout });
    expect(await ccsp(args.with(-1, "other"))).toMatchObject({
      code: 8,
    });
    const cancelled = await ccsp(["cancel", taskId]);
    expect(cancelled.stdout).toBe(`Task ${taskId} is cancelled.\n`);
  });
});

describe("What goes wrong", () => {
  it("has an exit code of its own, and with --json an error that programs read", async () => {
    const failed = await ccsp([
      "submit",
      "--wait",
      "--json",
      simulate({ outcome: "invalid-request" }),
    ]);
    expect(failed.code).toBe(1);
    expect(json(failed.stdout)).toMatchObject({
      status: "failed",
      error: { code: "invalid-request" },
    });
    expect(json(failed.stderr)).toMatchObject({
      error: { code: "invalid-request", exitCode: 1 },
    });
    const missing = await ccsp(["get", "01JNOTASK0000000000000000", "--json"]);
    expect(missing.code).toBe(5);
    expect(json(missing.stderr)).toMatchObject({
      error: { code: "task-not-found", requestId: expect.any(String) },
    });
    const refused = await ccsp(["list", "--token", "ccsp_abc_Wrong"]);
    expect(refused).toMatchObject({ code: 4, stdout: "" });
    expect(refused.stderr).not.toContain("Wrong");
    expect(await ccsp(["submit", " "])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("prompt"),
    });
    expect(await ccsp(["nope"])).toMatchObject({ code: 2 });
    expect(
      await ccsp([
        "list",
        "--url",
        "http://127.0.0.1:9",
        "--token",
        "ccsp_a_B",
      ]),
    ).toMatchObject({ code: 3 });
  });
});

describe("A prompt that is still being read", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "is given up after %s, and ends with %i",
    async (signal, code) => {
      const { env, folder: cwd, file } = here().program;
      const reading = spawn(process.execPath, [file, "submit"], { cwd, env });
      const ended = once(reading, "exit");
      reading.stdin.write("x".repeat(1_000_000)); // more than waits in a pipe unread
      await once(reading.stdin, "drain");
      reading.kill(signal);
      expect(await ended).toEqual([code, null]);
    },
  );
});

describe("A wait", () => {
  it("ends when its time is over, and the task goes on", async () => {
    const taskId = await submit({ sleepMs: 60_000 });
    const late = await ccsp(["wait", taskId, "--within", "1s"]);
    expect(late).toMatchObject({
      code: 6,
      stdout: "",
      stderr: expect.stringContaining("it goes on"),
    });
    const waiting = start(["wait", taskId]);
    await waiting.says("running");
    waiting.kill("SIGINT");
    expect(await waiting.finished).toMatchObject({
      code: 130,
      stderr: expect.stringContaining("goes on"),
    });
    expect(await stateOf(taskId)).toBe("running");
    await ccsp(["cancel", taskId]);
  });

  it("that is interrupted cancels the task, if that was asked for", async () => {
    const args = [
      "submit",
      "--wait",
      "--cancel-on-interrupt",
      simulate({ sleepMs: 60_000 }),
    ];
    const waiting = start(args);
    await waiting.says("running");
    waiting.kill("SIGINT");
    const { code, stderr } = await waiting.finished;
    expect(code).toBe(130);
    const taskId = /Task (\S+) is cancelled/.exec(stderr)?.[1] ?? "none";
    expect(await stateOf(taskId)).toBe("cancelled");
  });

  it("goes through a restart of the service, and so does following all tasks", async () => {
    const tail = start(["tail", "--json", "--every", "500ms"]);
    await sleep(2_000); // it has looked once
    const waiting = start([
      "submit",
      "--wait",
      simulate({ sleepMs: 12_000, text: "through" }),
    ]);
    await waiting.says("running");
    sendSignal(here().stack.processOf("offline.ts").pid, "SIGKILL");
    expect(await waiting.finished).toMatchObject({
      code: 0,
      stdout: "through\n",
    });
    await tail.says('"to":"succeeded"');
    tail.kill("SIGINT");
    const { code, stdout } = await tail.finished;
    expect(code).toBe(130);
    const events = stdout.trim().split("\n").map(json);
    expect(events.at(-1)).toMatchObject({
      to: "succeeded",
      task: { executionTime: expect.any(Number) },
    });
  });
});

describe("An emergency stop", () => {
  it("refuses new work with an exit code of its own", async () => {
    const token = here().stack.operatorToken;
    const order = (path: string) =>
      here().stack.call(path, { method: "POST", token });
    await order("/control/emergency-stop");
    expect(await ccsp(["submit", "anything"])).toMatchObject({
      code: 7,
      stdout: "",
    });
    await order("/control/clear");
  });
});
