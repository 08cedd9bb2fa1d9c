import fc from "fast-check";
import parsePrometheusTextFormat from "parse-prometheus-text-format";
import { describe, expect, it } from "vitest";
import { writeFamilies } from "../../../shared/adapters/prometheus/write-families.ts";
import { stateFamilies } from "../../../shared/app/exposition/state-families.ts";
import { usageFamilies } from "../../../shared/app/exposition/usage-families.ts";
import {
  addTimes,
  NO_TIMES,
  oneTime,
} from "../../../shared/domain/histogram.ts";
import { gaugeFamily, sample } from "../../../shared/domain/metric-family.ts";
import { later } from "../../../shared/domain/timing.ts";
import {
  addUsage,
  NO_USAGE,
  type Usage,
} from "../../../shared/domain/usage.ts";
import { someUsage } from "../../builders/usage.ts";
import { START } from "../../fakes/memory-clock.ts";

/** Before any window of `someUsage` resets. */
const EARLY = new Date(-1);
const write = (usage: Usage) => writeFamilies(usageFamilies(usage, EARLY));

const NOTHING = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };
const SAMPLE = {
  memory: { rss: 5, heapTotal: 4, heapUsed: 3, external: 2, arrayBuffers: 1 },
  cpuCores: 0.5,
  connections: 2,
  uptimeMs: 1_000,
};
const STATUS = {
  classes: {
    urgent: { waiting: 2, delayed: 1, running: 1, oldestAgeMs: 1_500 },
    high: NOTHING,
    normal: NOTHING,
    scheduled: NOTHING,
    low: NOTHING,
  },
  deadLetters: 4,
  closed: [{ name: "paused" as const, reason: "r", actor: "a", since: START }],
  executors: [
    { id: "e-1", slots: 2, running: 1, lastSeenAt: START },
    { id: "e-2", slots: 2, running: 0, lastSeenAt: START, problem: "no CLI" },
  ],
  starvationBound: 40,
};

describe("Prometheus' text", () => {
  it("is read by another's parser, with a help and a type for each family, whatever was done", async () => {
    await fc.assert(
      fc.asyncProperty(someUsage, async (usage) => {
        const families = parsePrometheusTextFormat(await write(usage));
        expect(families.map(({ name }) => name)).toEqual(
          usageFamilies(usage, EARLY).map(({ name }) => name),
        );
        for (const { help, type, name } of families) {
          expect(help).not.toBe("");
          expect(type).toMatch(/^(COUNTER|GAUGE|HISTOGRAM)$/);
          expect(name.endsWith("_total")).toBe(type === "COUNTER");
        }
      }),
      { numRuns: 30 },
    );
  });

  it("has counters and buckets that only grow when more is done", async () => {
    await fc.assert(
      fc.asyncProperty(someUsage, someUsage, async (before, more) => {
        const was = countsOf(await write(before));
        const is = countsOf(await write(addUsage(before, more)));
        for (const [name, value] of was)
          expect(is.get(name)).toBeGreaterThanOrEqual(value - 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it("has cumulative buckets in seconds, up to the count", async () => {
    const times = [200, 900, 30_000, 7_200_000]
      .map(oneTime)
      .reduce(addTimes, NO_TIMES);
    const text = await writeFamilies([
      {
        type: "histogram",
        name: "ccsp_task_duration_seconds",
        help: "h",
        bucketsSeconds: [0.5, 1, 60],
        distributions: [{ labels: { priority: "low" }, times }],
      },
    ]);
    expect(text).toBe(`# HELP ccsp_task_duration_seconds h
# TYPE ccsp_task_duration_seconds histogram
ccsp_task_duration_seconds_bucket{priority="low",le="0.5"} 1
ccsp_task_duration_seconds_bucket{priority="low",le="1"} 2
ccsp_task_duration_seconds_bucket{priority="low",le="60"} 3
ccsp_task_duration_seconds_bucket{priority="low",le="+Inf"} 4
ccsp_task_duration_seconds_sum{priority="low"} 7231.1
ccsp_task_duration_seconds_count{priority="low"} 4
`);
  });

  it("tells of a usage window until it resets, and then nothing: how far it is used is not known", async () => {
    const window = { name: "five_hour", utilization: 0.92, seenAt: START };
    const resetsAt = later(START, 1_000);
    const windows = new Map([[window.name, { ...window, resetsAt }]]);
    const at = (now: Date) =>
      writeFamilies(usageFamilies({ ...NO_USAGE, windows }, now));
    expect(await at(START)).toContain(
      'ccsp_usage_window_utilization_ratio{window="five_hour"} 0.92\n',
    );
    expect(await at(resetsAt)).not.toContain("five_hour");
  });

  it("escapes what a label may hold", async () => {
    const model = 'a"b\\c\nd';
    const text = await writeFamilies([
      gaugeFamily("ccsp_test", "h", [sample(1, { model })]),
    ]);
    expect(parsePrometheusTextFormat(text)[0]?.metrics).toEqual([
      { value: "1", labels: { model } },
    ]);
  });

  it("tells how things stand", async () => {
    const text = await writeFamilies(stateFamilies(STATUS));
    expect(text).toContain('ccsp_queue_size{priority="urgent"} 2\n');
    expect(text).toContain(
      'ccsp_queue_oldest_age_seconds{priority="urgent"} 1.5\n',
    );
    expect(text).toContain('ccsp_gate_closed{gate="paused"} 1\n');
    expect(text).toContain('ccsp_gate_closed{gate="session"} 0\n');
    expect(text).toContain('ccsp_executors{state="working"} 1\n');
    expect(text).toContain("ccsp_worker_utilization_ratio 0.25\n");
  });

  it("tells what executors take of their machines, when they said it", async () => {
    const [first, ...others] = STATUS.executors;
    const executors = [{ ...first!, process: SAMPLE }, ...others];
    const told = await writeFamilies(stateFamilies({ ...STATUS, executors }));
    expect(told).toContain('ccsp_memory_usage_bytes{type="rss"} 5\n');
    expect(told).toContain("ccsp_cpu_usage_cores 0.5\n");
    const text = await writeFamilies(
      stateFamilies({ ...STATUS, executors: [] }),
    );
    expect(text).not.toContain("ccsp_memory_usage_bytes{");
    expect(text).not.toMatch(/^ccsp_worker_utilization_ratio/m);
  });
});

/** Each line of a counter or a histogram, and its number. */
function countsOf(text: string): ReadonlyMap<string, number> {
  const lines = text
    .split("\n")
    .filter((line) => /^ccsp_(?!usage_window)/.test(line));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(" ");
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}
