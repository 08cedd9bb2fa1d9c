/** Whatever ends: after 200 runs nothing is left of any, neither processes nor open files. */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { childEnvironment } from "../../shared/adapters/claude-cli/child-environment.ts";
import { claudeCli } from "../../shared/adapters/claude-cli/claude-cli.ts";
import { execaProcessRunner } from "../../shared/adapters/execa/execa-process-runner.ts";
import {
  spawnProgram,
  type SpawnProgram,
} from "../../shared/adapters/execa/spawn-program.ts";
import { fileSystemSlotRunner } from "../../shared/adapters/file-system/file-system-slot-runner.ts";
import type { OutcomeName } from "../../shared/domain/outcome.ts";
import type { Cli } from "../../shared/ports/cli.ts";
import { filesIn } from "../builders/files-in.ts";
import { processesWith } from "./harness/processes.ts";
import { readyHost } from "./harness/ready-host.ts";

const SIMULATOR = fileURLToPath(
  new URL("../../infra/local/claude-simulator.mjs", import.meta.url),
);
const RUNS = 200;
const SLOTS = 4;
const SOON = { timeout: 15_000 };
const MARK = `two-hundred-${process.pid}-`;

const workspace = await mkdtemp(join(tmpdir(), "ccsp-200-"));
afterAll(() => rm(workspace, { recursive: true }));

const host = await readyHost();
afterAll(() => host.close());

const cliBy = (spawn: SpawnProgram) =>
  claudeCli({
    runner: fileSystemSlotRunner({
      runner: execaProcessRunner({
        newMarker: () => MARK + randomUUID(),
        spawn,
      }),
      workspace,
    }),
    file: SIMULATOR,
    environment: () => childEnvironment(process.env, []),
    configDirectory: "private",
    now: () => new Date(),
    lingerMs: 100,
    timeoutGraceMs: 100,
    stopGraceMs: 100,
  });

/** What the runs do in turn: most end well, some in every other way. */
const KINDS: readonly [fields: object, outcome: OutcomeName][] = [
  [{ text: "fine" }, "success"],
  [{ text: "fine" }, "success"],
  [{ outcome: "rate-limit" }, "rate-limit"],
  [{ text: "fine", forks: 1 }, "success"],
  [{ outcome: "crashed" }, "crashed"],
];

async function runOne(cli: Cli, slot: number, index: number): Promise<void> {
  const [fields, outcome] = KINDS[index % KINDS.length]!;
  const prompt = `simulate: ${JSON.stringify(fields)}`;
  const stop = new AbortController().signal;
  const run = await cli.run({ prompt, timeoutMs: 60_000 }, { slot, stop });
  expect({ index, outcome: run.outcome }).toEqual({ index, outcome });
}

/** Four at a time, as many as the runs to come from `from` to `to`. */
async function runAll(cli: Cli, from: number, to: number): Promise<void> {
  let next = from;
  const work = async (slot: number) => {
    while (next < to) await runOne(cli, slot, next++);
  };
  await Promise.all(Array.from({ length: SLOTS }, (_, slot) => work(slot)));
}

/** Who starts programs here. */
const OURS = [process.pid, host.pid() ?? 0];

/** Children of this process, or of its spawn host, that have ended and that nobody has fetched. */
function zombies(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => statOf(pid))
    .filter(([state, parent]) => state === "Z" && OURS.includes(Number(parent)))
    .map((fields) => fields.join(" "));
}

/** State and parent: what follows the name in parentheses. Empty when the process is gone. */
function statOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(0, 2);
  } catch {
    return [];
  }
}

const openFiles = () =>
  OURS.map((pid) => readdirSync(`/proc/${pid}/fd`).length);

describe.runIf(process.platform === "linux").each([
  ["this process", spawnProgram],
  ["the spawn host", host.spawn],
])("200 runs, 4 at a time, started by %s", (_, spawn) => {
  it("leave nothing behind", { timeout: 300_000 }, async () => {
    const cli = cliBy(spawn);
    // What Node opens once is not counted.
    await runAll(cli, 0, SLOTS);
    const before = openFiles();
    await runAll(cli, SLOTS, RUNS);
    // What a run left is fetched and closed soon after its end.
    await expect.poll(zombies, SOON).toEqual([]);
    expect(processesWith([`CCSP_RUN=${MARK}`])).toEqual([]);
    const more = () =>
      openFiles().map((count, index) =>
        Math.max(0, count - (before[index] ?? 0)),
      );
    await expect.poll(more, SOON).toEqual([0, 0]);
    expect(await filesIn(workspace)).toEqual([]);
  });
});
