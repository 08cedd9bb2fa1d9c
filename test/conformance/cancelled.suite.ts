import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { fallsSilent } from "../fakes/messages-api-answers.ts";
import type { Service } from "./service.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const ENDS_WITHIN_MS = onABusyMachine(5_000);
const LOOK_EVERY_MS = 20;

/** One run that goes on for ever is looked at, and cancelled. Needs the service for itself. */
export function cancelledSuite(service: () => Service): void {
  it("shows the CLI what it may see, and leaves nothing of it when cancelled", async () => {
    const { send, until, cancel, runs, stack } = service();
    const { taskId, requests } = await send([fallsSilent]);
    await until(taskId, () => requests.length === 1);
    const [run, ...others] = runs();
    expect(others).toEqual([]);
    const names = variablesOf(run?.pid ?? 0);
    expect(names).toContain("ANTHROPIC_API_KEY");
    expect(names.filter((name) => /^(AWS|GITHUB|CCSP)_/.test(name))).toEqual([
      "CCSP_RUN",
    ]);

    const cancelledAt = performance.now();
    expect(await cancel(taskId)).toMatchObject({ status: "cancelled" });
    while (runs().length > 0 || filesBelow(stack.stateDir).length > 0) {
      expect(performance.now() - cancelledAt).toBeLessThan(ENDS_WITHIN_MS);
      await sleep(LOOK_EVERY_MS);
    }
    expect(requests).toHaveLength(1);
  });
}

function variablesOf(pid: number): string[] {
  const entries = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  return entries.map((entry) => entry.slice(0, entry.indexOf("=")));
}

/** What runs have left where they worked, or that it is just being cleared. */
function filesBelow(stateDir: string): string[] {
  const options = { recursive: true, withFileTypes: true } as const;
  try {
    return readdirSync(join(stateDir, "work"), options)
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return ["a folder that went while it was read"];
  }
}
