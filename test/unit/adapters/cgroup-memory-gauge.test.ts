import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cgroupMemoryGauge } from "../../../shared/adapters/cgroup/memory-gauge.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ccsp-cgroup-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const write = (files: Readonly<Record<string, string>>): void => {
  mkdirSync(join(root, "memory"), { recursive: true });
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(root, name), text);
};
const share = (): Promise<number | undefined> =>
  cgroupMemoryGauge(root).usedShare();

describe("the share of memory in use", () => {
  it("is told by version 2, without file pages that can be given up", async () => {
    write({
      "memory.max": "1000\n",
      "memory.current": "900\n",
      "memory.stat": "anon 5\ninactive_file 150\nactive_file 20\n",
    });
    expect(await share()).toBe(0.75);
  });

  it("is told by version 1, for the whole tree of groups", async () => {
    write({
      "memory/memory.limit_in_bytes": "1000\n",
      "memory/memory.usage_in_bytes": "960\n",
      "memory/memory.stat": "total_cache 40\ntotal_inactive_file 10\n",
    });
    expect(await share()).toBe(0.95);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["there are no groups", {}],
    [
      "version 2 sets no limit",
      { "memory.max": "max\n", "memory.current": "9" },
    ],
    [
      "version 1 sets none",
      {
        "memory/memory.limit_in_bytes": "9223372036854771712\n",
        "memory/memory.usage_in_bytes": "7\n",
      },
    ],
    [
      "the files hold something else",
      { "memory.max": "?", "memory.current": "" },
    ],
    ["the limit is none at all", { "memory.max": "0", "memory.current": "5" }],
  ])("is unknown where %s", async (_where, files) => {
    write(files);
    expect(await share()).toBeUndefined();
  });

  it("is a share on this machine as well, or unknown", async () => {
    const here = await cgroupMemoryGauge().usedShare();
    if (here !== undefined) expect(here).toBeGreaterThan(0);
    expect(here ?? 0).toBeLessThan(1.01);
  });
});
