/** What this process takes of its machine, as Node knows it. */
import type { ProcessGauge } from "../ports/process-gauge.ts";

const MICROSECONDS = 1_000;

export function nodeProcessGauge(): ProcessGauge {
  let lastCpu = process.cpuUsage();
  let lastMs = performance.now();
  return {
    sample() {
      const nowMs = performance.now();
      const { user, system } = process.cpuUsage(lastCpu);
      // Asked twice within a moment, a share of nothing would be anything.
      const spanMs = Math.max(1, nowMs - lastMs);
      lastCpu = process.cpuUsage();
      lastMs = nowMs;
      return {
        memory: process.memoryUsage(),
        cpuCores: (user + system) / MICROSECONDS / spanMs,
        connections: process
          .getActiveResourcesInfo()
          .filter((kind) => kind === "TCPSocketWrap").length,
        uptimeMs: Math.round(process.uptime() * 1_000),
      };
    },
  };
}
