/** The operators' commands before the running service, each as a process of its own. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Finished } from "./harness/command-line.ts";
import { commandedStackOfThisFile } from "./harness/commanded-stack.ts";

/** After it an executor begins nothing any more: the promise is two seconds. */
const PAUSED_WITHIN_MS = 5_000;

const here = commandedStackOfThisFile();

/** @param line as it is typed, without quotes */
const ccsp = (line: string): Promise<Finished> =>
  here().program.run(line.split(" "));

async function json(line: string): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await ccsp(`${line} --json`);
  expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: "" });
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function submit(directive: object, ...more: string[]): Promise<string> {
  const prompt = `simulate: ${JSON.stringify(directive)}`;
  const { stdout } = await here().program.run(["submit", ...more, prompt]);
  return stdout.trim();
}

const finished = (taskId: string) => ccsp(`wait ${taskId} --json`);

const items = (answer: Record<string, unknown>) =>
  answer["items"] as readonly Record<string, unknown>[];

describe("The queue", () => {
  afterEach(async () => {
    await ccsp("resume");
  });

  it("is shown, once or again and again", async () => {
    const { code, stdout } = await ccsp("queue");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CLASS +WAITING +DELAYED +RUNNING +OLDEST$/m);
    expect(stdout).toMatch(/^emergency +open/m);
    expect(stdout).toMatch(/ago/);
    expect(stdout).not.toContain("\u001b");
    expect(await json("queue")).toMatchObject({
      classes: { normal: { waiting: 0 } },
      gates: { paused: { closed: false } },
    });
    const watching = here().program.start([
      "queue",
      "--watch",
      "--every",
      "500ms",
    ]);
    await watching.says(/CLASS[^]*CLASS/);
    watching.kill("SIGINT");
    expect((await watching.finished).code).toBe(130);
  });

  it("is paused and goes on, and what waits is moved or cancelled", async () => {
    expect((await ccsp("pause --for 1h --reason moving")).stdout).toMatch(
      /^Paused until /,
    );
    expect((await ccsp("queue")).stdout).toMatch(/paused +closed.*moving/);
    await sleep(PAUSED_WITHIN_MS);
    const moved = await submit({ text: "moved" });
    const low = await submit({ text: "low" }, "--priority", "low");
    expect(await json(`priority ${moved} urgent`)).toMatchObject({
      priority: "urgent",
    });
    const unasked = await ccsp("clear");
    expect(unasked).toMatchObject({ code: 2, stdout: "" });
    expect(unasked.stderr).toMatch(/add `--yes`/);
    expect(await json("clear --class low --yes")).toMatchObject({ cleared: 1 });
    expect(JSON.parse((await finished(low)).stdout)).toMatchObject({
      status: "cancelled",
    });
    expect((await ccsp("resume")).stdout).toBe("The gate `paused` is open.\n");
    expect(JSON.parse((await finished(moved)).stdout)).toMatchObject({
      result: "moved",
      priority: "urgent",
    });
  });
});

describe("An emergency stop", () => {
  afterEach(async () => {
    await ccsp("resume --emergency");
  });

  it("is raised, reported, and lifted", async () => {
    expect((await ccsp("stop")).code).toBe(2);
    expect(await json("queue")).toMatchObject({
      gates: { emergency: { closed: false } },
    });
    const running = await submit({ sleepMs: 25_000, text: "at last" });
    await expect
      .poll(async () => (await json(`get ${running}`))["status"], {
        timeout: 60_000,
      })
      .toBe("running");
    expect((await ccsp("stop --yes --reason fire")).stdout).toMatch(
      /^The service is stopped\./,
    );
    // The function that accepts tasks knows it within a second.
    await expect
      .poll(() => ccsp("submit hello"), { timeout: 60_000 })
      .toMatchObject({ code: 7, stdout: "" });
    const { stdout: report } = await ccsp("stop --report");
    expect(report).toMatch(/by local: fire/);
    expect(report).toContain(running);
    const { stderr } = await ccsp("resume");
    expect(stderr).toMatch(/Still closed: emergency \(fire\)/);
    const ill = await ccsp("doctor");
    expect(ill.code).toBe(1);
    expect(ill.stdout).toMatch(/^fail +gates +`emergency` is closed/m);
    expect((await ccsp("resume --emergency")).stdout).toMatch(/is lifted/);
    expect(JSON.parse((await finished(running)).stdout)).toMatchObject({
      result: "at last",
    });
  });
});

describe("Dead letters", () => {
  it("are listed by what they failed of, and queued again", async () => {
    const taskId = await submit({ outcome: "invalid-request" });
    expect((await finished(taskId)).code).toBe(1);
    const listed = await ccsp("dead-letters --code invalid-request");
    expect(listed.stdout).toMatch(
      new RegExp(`^${taskId} +local +normal +invalid-request`, "m"),
    );
    expect(items(await json("dead-letters --code crashed"))).toEqual([]);
    expect(await json(`retry ${taskId}`)).toMatchObject({ taskId });
    await finished(taskId);
    expect((await ccsp("redrive --all")).code).toBe(2);
    expect(await json("redrive --code invalid-request --yes")).toMatchObject({
      redriven: 1,
      complete: true,
    });
    await finished(taskId);
    const twice = await ccsp(`redrive ${taskId} ${crypto.randomUUID()} --json`);
    expect(twice.code).toBe(1);
    expect(JSON.parse(twice.stdout)).toMatchObject({
      redriven: 1,
      skipped: [{ reason: "not-found" }],
    });
    await finished(taskId);
  });
});

describe("Settings", () => {
  it("are shown, changed and given back", async () => {
    expect((await ccsp("settings")).stdout).toMatch(/^concurrency +\d+ +–$/m);
    const { stdout } = await ccsp(
      "settings set throttleDelayMs=1 loadManagement.lowAt=0.7 --reason slower",
    );
    expect(stdout).toMatch(/^throttleDelayMs +1 +0$/m);
    expect(await json("settings")).toMatchObject({
      settings: { throttleDelayMs: 1, loadManagement: { lowAt: 0.7 } },
    });
    const wrong = await ccsp("settings set throttleDelayMs=fast");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/throttleDelayMs must be a whole number/);
    const unknown = await ccsp("settings set speed=1");
    expect(unknown.stderr).toMatch(/no setting `speed`; there are concurrency/);
    await json("settings reset --all");
    expect(await json("settings")).toMatchObject({
      settings: { throttleDelayMs: 0, loadManagement: { lowAt: 0.8 } },
    });
  });
});

it("Statistics are shown, also one view of them", async () => {
  const { code, stdout } = await ccsp("stats");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^usage\.successRate +([\d.]+ %|–)$/m);
  expect(await json("stats")).toMatchObject({ queue: {}, predictions: {} });
  expect((await ccsp("stats performance")).code).toBe(0);
});

it("The audit trail tells who did all this, by pages", async () => {
  const { stdout } = await ccsp("audit --limit 200");
  expect(stdout).toMatch(/ pause +local +moving/);
  expect(stdout).toMatch(/ emergency-stop +local +fire/);
  expect(stdout).toMatch(/ change-settings +local +slower/);
  const first = await json("audit --limit 2");
  expect(items(first)).toHaveLength(2);
  const next = await json(
    `audit --limit 1 --cursor ${String(first["cursor"])}`,
  );
  expect(items(next)).not.toContainEqual(items(first)[1]);
});

describe("A doctor", () => {
  it("finds a service that is well, and prints no secret", async () => {
    const { code, stdout } = await ccsp("doctor");
    expect(stdout).toMatch(/^ok +token +\w+ of local, scopes operate observe/m);
    expect(stdout).toMatch(/^ok +executors +1 of 1 take work/m);
    expect(stdout).toMatch(/^ok +clock/m);
    expect(stdout).toMatch(/, 0 fail$/m);
    expect(code).toBe(0);
    for (const token of [here().stack.operatorToken, here().stack.agentToken])
      expect(stdout).not.toContain(token.split("_")[2]);
  });

  it("names a service that is not there, and a token that is none", async () => {
    const away = await ccsp(
      "doctor --url http://127.0.0.1:9 --token ccsp_a_B --json",
    );
    expect(away.code).toBe(1);
    expect(away.stdout).toMatch(/nobody answers at http:\/\/127\.0\.0\.1:9/);
    const refused = await ccsp(
      `doctor --url ${here().stack.baseUrl} --token ccsp_a_B`,
    );
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/^fail +token +The token is malformed/m);
  });
});

describe("A lost login", () => {
  it("is shown, and tried again when an operator says so", async () => {
    expect((await ccsp("session")).stdout).toMatch(/^State +active: /);
    expect((await ccsp("session restored")).stdout).toMatch(/is not lost/);
    const taskId = await submit({ outcome: "session-expired" });
    await expect
      .poll(async () => (await json("session"))["state"], { timeout: 60_000 })
      .not.toBe("active");
    const { stdout } = await ccsp("session");
    expect(stdout).toMatch(/^To do +renew the credential/m);
    expect(await json("session restored --reason renewed")).toMatchObject({
      changed: true,
    });
    await ccsp(`cancel ${taskId}`);
  });
});
