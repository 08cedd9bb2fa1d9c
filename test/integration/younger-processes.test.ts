import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { readYoungerProcesses } from "../../shared/adapters/execa/read-younger-processes.ts";

const SLEEPER = fileURLToPath(
  new URL("../fixtures/cli/sleeper.mjs", import.meta.url),
);
const HOUR_MS = 3_600_000;

describe.runIf(process.platform === "linux")("younger processes", () => {
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
  });

  const start = (): number => {
    const child = spawn(process.execPath, [SLEEPER], { stdio: "ignore" });
    started.push(child);
    return child.pid ?? 0;
  };
  const younger = (pid: number, ageMs: number): number[] =>
    readYoungerProcesses(pid, ageMs).map((entry) => entry.pid);

  it("of one just started are those that were started after it", () => {
    const first = start();
    const second = start();
    expect(younger(first, 5)).toContain(second);
  });

  it("of one that ran long may have any pid: all are read", () => {
    expect(younger(start(), HOUR_MS)).toContain(process.pid);
  });
});
