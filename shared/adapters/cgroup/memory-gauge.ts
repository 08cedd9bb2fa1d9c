/**
 * Memory by the control group, which is what a container's limit is counted by. What the kernel
 * would give up for the asking (file pages not lately used) does not count as in use, as in the
 * figures of `docker stats`.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MemoryGauge } from "../../ports/memory-gauge.ts";

/** Where version 2 and version 1 keep the same numbers, below the mount point. */
const LAYOUTS = [
  { limit: "memory.max", used: "memory.current", stat: "memory.stat" },
  {
    limit: "memory/memory.limit_in_bytes",
    used: "memory/memory.usage_in_bytes",
    stat: "memory/memory.stat",
  },
] as const;

/** Version 1 says "no limit" by a number near 2^63. */
const NO_LIMIT = 2 ** 60;

/** @param root where control groups are mounted */
export function cgroupMemoryGauge(root = "/sys/fs/cgroup"): MemoryGauge {
  const read = async (name: string): Promise<string | undefined> => {
    try {
      return await readFile(join(root, name), "utf8");
    } catch {
      return undefined;
    }
  };
  return {
    async usedShare() {
      for (const layout of LAYOUTS) {
        const names = [layout.limit, layout.used, layout.stat] as const;
        const [limit, used, stat = ""] = await Promise.all(names.map(read));
        const share = shareOf(limit, used, stat);
        if (share !== undefined) return share;
      }
      return undefined;
    },
  };
}

function shareOf(
  limitText: string | undefined,
  usedText: string | undefined,
  stat: string,
): number | undefined {
  const limit = toBytes(limitText);
  const used = toBytes(usedText);
  if (limit === undefined || used === undefined) return undefined;
  if (limit === 0 || limit >= NO_LIMIT) return undefined;
  const [, idle = "0"] = /^(?:total_)?inactive_file (\d+)$/m.exec(stat) ?? [];
  return Math.max(0, used - Number(idle)) / limit;
}

/** Not a number: `max`, which is no limit. */
const toBytes = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+\s*$/.test(text) ? Number(text) : undefined;
