import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { endMarkedProcesses } from "../../shared/adapters/execa/end-marked-processes.ts";
import { execaProcessRunner } from "../../shared/adapters/execa/execa-process-runner.ts";
import {
  readProcess,
  readProcessTable,
  readRunMarker,
} from "../../shared/adapters/execa/process-table.ts";
import { spawnProgram } from "../../shared/adapters/execa/spawn-program.ts";
import type {
  Command,
  ProcessLimits,
} from "../../shared/ports/process-runner.ts";
import { readyHost } from "./harness/ready-host.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const PREFIX = `test-${process.pid}-`;
let runs = 0;
const newMarker = () => `${PREFIX}${(runs += 1)}`;

const host = await readyHost();
afterAll(() => host.close());

/** The processes of our runs that are alive. */
function survivors(): number[] {
  return readProcessTable()
    .map(({ pid }) => pid)
    .filter((pid) => readRunMarker(pid)?.startsWith(PREFIX));
}

const linuxOnly = describe.runIf(process.platform === "linux");

describe.each([
  ["this process", spawnProgram],
  ["the spawn host", host.spawn],
])("started by %s", (_, spawn) => {
  const runner = execaProcessRunner({ newMarker, spawn });

  /** Runs one of the fixture programs and gathers what it prints. */
  function play(
    fixture: string,
    args: readonly string[] = [],
    {
      limits,
      ...command
    }: Partial<Command> & { limits?: Partial<ProcessLimits> } = {},
  ) {
    const stdout: Uint8Array[] = [];
    let onPrinted: (() => void) | undefined;
    const printed = new Promise<void>((resolve) => {
      onPrinted = resolve;
    });
    const path = fileURLToPath(
      new URL(`../fixtures/cli/${fixture}`, import.meta.url),
    );
    const end = runner.run(
      {
        file: process.execPath,
        args: [path, ...args],
        env: {},
        cwd: tmpdir(),
        stdin: "",
        onStdout: (chunk) => {
          stdout.push(chunk);
          onPrinted?.();
        },
        onStderr: () => undefined,
        ...command,
      },
      {
        timeoutMs: 60_000,
        timeoutGraceMs: 300,
        stopGraceMs: 300,
        stop: new AbortController().signal,
        ...limits,
      },
    );
    return {
      end,
      printed,
      text: () => Buffer.concat(stdout).toString(),
      bytes: () => stdout.reduce((sum, chunk) => sum + chunk.length, 0),
    };
  }

  describe("a program that ends by itself", () => {
    it("sees exactly the given environment and the run marker", async () => {
      const run = play("environment.mjs", [], { env: { COLOUR: "green" } });
      await expect(run.end).resolves.toMatchObject({ exitCode: 0 });
      expect(JSON.parse(run.text())).toEqual({
        COLOUR: "green",
        CCSP_RUN: `${PREFIX}${runs}`,
      });
    });

    it("may leave a large input unread", async () => {
      const run = play("deaf.mjs", [], { stdin: "x".repeat(5_000_000) });
      await expect(run.end).resolves.toMatchObject({ exitCode: 0 });
    });

    it("hands over an output larger than any buffer, byte for byte", async () => {
      const run = play("flood.mjs", ["150"]);
      await expect(run.end).resolves.toMatchObject({ exitCode: 0 });
      expect(run.bytes()).toBe(150 * 1024 * 1024);
    });
  });

  linuxOnly("what a program leaves behind", () => {
    it.each(["child", "detached", "orphan"])(
      "a stubborn %s is ended after a normal end",
      async (relation) => {
        const run = play("family.mjs", [relation, "leaves", "stubborn"]);
        const end = await run.end;
        expect(end).toMatchObject({ exitCode: 0 });
        expect(end.endedBy).toBeUndefined();
        expect(readProcess(Number(run.text()))).toBeUndefined();
      },
    );

    it("does not hold up the end by holding the output", async () => {
      const run = play("family.mjs", ["holder", "leaves"]);
      const startedAt = performance.now();
      await run.end;
      expect(performance.now() - startedAt).toBeLessThan(onABusyMachine(2_500));
      expect(readProcess(Number(run.text()))).toBeUndefined();
    });
  });

  linuxOnly("a program that is told to stop", () => {
    it.each([
      ["child", []],
      ["detached", []],
      ["detached", ["stubborn"]],
      ["orphan", ["stubborn"]],
      ["unmarked", ["stubborn"]],
    ])("takes its %s with it %j", async (relation, traits) => {
      const stop = new AbortController();
      const run = play("family.mjs", [relation, "stays", ...traits], {
        limits: { stop: stop.signal },
      });
      await run.printed;
      stop.abort();
      await expect(run.end).resolves.toMatchObject({ endedBy: "stop" });
      expect(readProcess(Number(run.text()))).toBeUndefined();
      expect(survivors()).toEqual([]);
    });

    it("is ended even when it is halted", async () => {
      const stop = new AbortController();
      const run = play("halted.mjs", [], { limits: { stop: stop.signal } });
      await run.printed;
      stop.abort();
      await expect(run.end).resolves.toMatchObject({ endedBy: "stop" });
      expect(readProcess(Number(run.text()))).toBeUndefined();
    });

    it("cannot outrun the end by starting ever more processes", async () => {
      const stop = new AbortController();
      const run = play("breeder.mjs", [], { limits: { stop: stop.signal } });
      await run.printed;
      stop.abort();
      await expect(run.end).resolves.toEqual({
        signal: "SIGKILL",
        endedBy: "stop",
        durationMs: expect.any(Number),
      });
      expect(survivors()).toEqual([]);
    });

    it("is not even started when the stop came first", async () => {
      const run = play("sleeper.mjs", [], {
        limits: { stop: AbortSignal.abort() },
      });
      await expect(run.end).resolves.toMatchObject({
        endedBy: "stop",
        durationMs: 0,
      });
    });
  });

  describe("a program that takes too long", () => {
    it("is ended when its time is up", async () => {
      const run = play("sleeper.mjs", ["stubborn"], {
        limits: { timeoutMs: 300, timeoutGraceMs: 200 },
      });
      const end = await run.end;
      expect(end).toMatchObject({ endedBy: "timeout" });
      expect(end.durationMs).toBeLessThan(onABusyMachine(2_000));
    });
  });

  describe("a program that cannot be started", () => {
    const folder = mkdtempSync(join(tmpdir(), "ccsp-spawn-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    const file = (name: string, text: string, mode: number) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      chmodSync(path, mode);
      return path;
    };

    it.each([
      ["is missing", () => join(folder, "missing"), "ENOENT"],
      ["is a folder", () => folder, "EACCES"],
      ["is not executable", () => file("flat", "#!/bin/sh\n", 0o644), "EACCES"],
      [
        "names no interpreter",
        () => file("odd", "#!/no/sh\n", 0o755),
        "ENOENT",
      ],
    ])("that %s is a value, not an exception", async (_, path, code) => {
      const end = await play("", [], { file: path(), args: [] }).end;
      expect(end).toMatchObject({ spawnErrorCode: code });
      expect(end.spawnError).toContain(code);
    });

    it("nor is an argument that is too long, or holds a NUL", async () => {
      const long = await play("", [], { args: ["x".repeat(200_000)] }).end;
      expect(long).toMatchObject({ spawnErrorCode: "E2BIG" });
      const torn = await play("", [], { args: ["a\0b"] }).end;
      expect(torn.spawnError).toContain("null bytes");
    });

    it("but a script without an interpreter line is run by the shell", async () => {
      const script = file("plain", "echo plain\n", 0o755);
      const run = play("", [], { file: script, args: [] });
      await expect(run.end).resolves.toMatchObject({ exitCode: 0 });
      expect(run.text()).toBe("plain\n");
    });
  });

  linuxOnly("ending marked processes", () => {
    it("ends those whose marker starts with the prefix, and no others", async () => {
      const stop = new AbortController();
      const run = play("family.mjs", ["detached", "stays", "stubborn"], {
        limits: { stop: stop.signal },
      });
      await run.printed;
      await expect(endMarkedProcesses(`${PREFIX}x`)).resolves.toBe(0);
      expect(survivors()).toHaveLength(2);
      await expect(endMarkedProcesses(PREFIX)).resolves.toBe(2);
      expect(survivors()).toEqual([]);
      await expect(run.end).resolves.toMatchObject({ signal: "SIGTERM" });
    });

    it("refuses the prefix that would match everybody", async () => {
      await expect(endMarkedProcesses("")).rejects.toThrow(RangeError);
    });
  });
});

afterAll(() => {
  expect(survivors()).toEqual([]);
});
