/** The process that starts the programs: what a program sees of it, and what happens when it dies. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { execaProcessRunner } from "../../shared/adapters/execa/execa-process-runner.ts";
import {
  keepHost,
  type KeptHost,
} from "../../shared/adapters/execa/keep-host.ts";
import {
  readProcess,
  readProcessTable,
  readRunMarker,
} from "../../shared/adapters/execa/process-table.ts";
import type { Command } from "../../shared/ports/process-runner.ts";
import { readyHost, untilReady } from "./harness/ready-host.ts";

const PREFIX = `host-${process.pid}-`;
let runs = 0;

const SOON = { timeout: 60_000 };

/** Runs a program in a line of JavaScript. */
function play(
  host: KeptHost,
  script: string,
  command: Partial<Command> = {},
  timeoutMs = 60_000,
) {
  const printed: Uint8Array[] = [];
  const runner = execaProcessRunner({
    newMarker: () => `${PREFIX}${(runs += 1)}`,
    spawn: host.spawn,
  });
  const end = runner.run(
    {
      file: process.execPath,
      args: ["-e", script],
      env: {},
      cwd: tmpdir(),
      stdin: "",
      onStdout: (chunk) => printed.push(chunk),
      onStderr: () => undefined,
      ...command,
    },
    {
      timeoutMs,
      timeoutGraceMs: 300,
      stopGraceMs: 300,
      stop: new AbortController().signal,
    },
  );
  return { end, text: () => Buffer.concat(printed).toString() };
}

async function ready(onLost?: (problem: string) => void): Promise<KeptHost> {
  const host = await readyHost(onLost);
  onTestFinished(() => host.close());
  return host;
}

/** Of a host that is in use. */
const pidOf = (host: KeptHost): number => {
  const pid = host.pid();
  if (pid === undefined) throw new Error("there is no host");
  return pid;
};

const survivors = () =>
  readProcessTable().filter(({ pid }) =>
    readRunMarker(pid)?.startsWith(PREFIX),
  );
afterAll(() => {
  expect(survivors()).toEqual([]);
});

const SLEEPS = "console.log(process.pid); setInterval(() => {}, 1000)";
const PARENT = "console.log(process.ppid)";

describe.runIf(process.platform === "linux")("a program of the host", () => {
  it("is its child, and has of all sockets its three files alone", async () => {
    const host = await ready();
    const run = play(host, "", {
      file: "/bin/sh",
      args: ["-c", "echo $PPID; ls -l /proc/$$/fd"],
      env: { PATH: process.env["PATH"] ?? "" },
    });
    await expect(run.end).resolves.toMatchObject({ exitCode: 0 });
    const [parent, ...files] = run.text().trim().split("\n");
    expect(parent).toBe(String(host.pid()));
    const sockets = files.filter((file) => file.includes("socket:"));
    expect(sockets).toHaveLength(3);
  });

  it("gets a large input byte for byte, and is heard while others flood", async () => {
    const host = await ready();
    const stdin = "ä€😀\0\r\n".repeat(90_000);
    const flood = play(
      host,
      `for (let i = 0; i < 320; i += 1) process.stdout.write("x".repeat(262144))`,
    );
    const echo = play(host, "process.stdin.pipe(process.stdout)", { stdin });
    await expect(echo.end).resolves.toMatchObject({ exitCode: 0 });
    expect(echo.text() === stdin).toBe(true);
    await expect(flood.end).resolves.toMatchObject({ exitCode: 0 });
    expect(flood.text()).toHaveLength(80 * 1024 * 1024);
  });

  it("ends when its time is up though the host is suspended", async () => {
    const host = await ready();
    const run = play(host, SLEEPS, {}, 5_000);
    await vi.waitFor(() => expect(run.text()).toMatch(/\d/), SOON);
    process.kill(pidOf(host), "SIGSTOP");
    await expect(run.end).resolves.toMatchObject({ endedBy: "timeout" });
    expect(readProcess(Number(run.text()))).toBeUndefined();
  });
});

describe.runIf(process.platform === "linux")("a host that dies", () => {
  it("takes its runs with it, which count as killed, and another follows", async () => {
    const problems: string[] = [];
    const host = await ready((problem) => problems.push(problem));
    const former = pidOf(host);
    const run = play(host, SLEEPS);
    await vi.waitFor(() => expect(run.text()).toMatch(/\d/), SOON);
    process.kill(former, "SIGKILL");

    await expect(run.end).resolves.toMatchObject({ signal: "SIGKILL" });
    expect(readProcess(Number(run.text()))).toBeUndefined();
    expect(problems).toHaveLength(1);
    const meanwhile = play(host, PARENT);
    await expect(meanwhile.end).resolves.toMatchObject({ exitCode: 0 });
    expect(meanwhile.text()).toBe(`${process.pid}\n`);

    await untilReady(host, former);
    const later = play(host, PARENT);
    await expect(later.end).resolves.toMatchObject({ exitCode: 0 });
    expect(later.text()).toBe(`${host.pid()}\n`);
  });

  it("before it answered is a start that failed for a passing reason", async () => {
    const host = await ready();
    const pid = pidOf(host);
    process.kill(pid, "SIGSTOP");
    const run = play(host, SLEEPS);
    process.kill(pid, "SIGKILL");
    await expect(run.end).resolves.toMatchObject({
      spawnErrorCode: "ECONNRESET",
    });
  });

  it("leaves no zombie, nor does one that is closed", async () => {
    const host = await ready();
    const pid = pidOf(host);
    host.close();
    await vi.waitFor(
      () => expect(() => process.kill(pid, 0)).toThrow("ESRCH"),
      SOON,
    );
  });
});

describe("without a host", () => {
  it("programs are started directly, and that there is none is told once", async () => {
    const problems: string[] = [];
    const host = keepHost({
      onLost: (problem) => problems.push(problem),
      program: "/no/such/program.mjs",
    });
    onTestFinished(() => host.close());
    await vi.waitFor(() => expect(problems).toHaveLength(1), SOON);
    const run = play(host, PARENT);
    await expect(run.end).resolves.toMatchObject({ exitCode: 0 });
    expect(run.text()).toBe(`${process.pid}\n`);
    expect(problems).toHaveLength(1);
  });
});

describe.runIf(process.platform === "linux")("the host of an executor", () => {
  it("ignores what is sent to its group, and ends when the executor is killed", async () => {
    const keep = new URL(
      "../../shared/adapters/execa/keep-host.ts",
      import.meta.url,
    ).href;
    const executor = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { keepHost } from "${keep}";
        const host = keepHost({ onLost: console.error });
        setInterval(() => host.pid() && console.log(host.pid()), 20);`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line] = (await once(executor.stdout, "data")) as [Buffer];
    const hostPid = parseInt(String(line), 10);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.kill(hostPid, signal);
    await once(executor.stdout, "data");
    expect(readProcess(hostPid)).toMatchObject({ parentPid: executor.pid });
    executor.kill("SIGKILL");
    await vi.waitFor(() => expect(readProcess(hostPid)).toBeUndefined(), SOON);
  });
});
