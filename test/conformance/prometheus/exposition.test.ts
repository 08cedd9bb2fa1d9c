/** `GET /metrics` of a service in which tasks came to every kind of end, as Prometheus' own parser reads it. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  removeState,
  type Stack,
  startStack,
} from "../../integration/harness/stack.ts";
import { byLabels, type Family, parseFamilies } from "./families.ts";

/** What the simulator plays, and how the task ends. */
const ENDS = [
  "success",
  "empty-result",
  "invalid-request",
  "misconfigured",
  "budget-reached",
  "crashed",
  "timeout",
  "unknown",
] as const;
/** The first success is in another class than that of the task by which `npm start` tries itself. */
const CLASSES = ["low", "high", "normal", "urgent"] as const;
/** Of Prometheus' base units, and those that count. */
const UNITS =
  /_(seconds|bytes|ratio|dollars|cores)$|^ccsp_(tasks|runs|tokens|queue_size|queue_delayed|dead_letters|executors|worker_slots|active_workers|rate_limit_hits|session_timeouts|session_status|gate_closed)/;

let stack: Stack;
let text: string;
let families: readonly Family[];
beforeAll(async () => {
  stack = await startStack({ env: { CCSP_CLI: "" } });
  const ids = await Promise.all(
    ENDS.map((outcome, index) =>
      submit({ outcome }, CLASSES[index % CLASSES.length]),
    ),
  );
  await Promise.all(ids.map(finished));
  const held = await submit({ outcome: "usage-limit", resetsInMs: 1_000 });
  await says(/^ccsp_rate_limit_hits_total [1-9]/m);
  await stack.call(`/tasks/${held}`, { method: "DELETE" });
  // A window that has not reset when it is told of.
  const used = { utilization: 0.5, resetsInMs: 3_600_000 };
  await finished(await submit(used));
  await submit({ outcome: "session-expired" });
  text = await says(/^ccsp_session_timeouts_total [1-9]/m);
  families = parseFamilies(text);
}, 240_000);
afterAll(async () => {
  await stack.kill();
  removeState(stack);
});

async function submit(play: object, priority = "normal"): Promise<string> {
  const prompt = `simulate: ${JSON.stringify(play)}`;
  const { body } = await stack.call<{ readonly taskId: string }>("/tasks", {
    body: { prompt, priority, timeout: 3_000 },
  });
  return body.taskId;
}

async function finished(taskId: string): Promise<void> {
  while ((await stack.call(`/tasks/${taskId}/result?wait=20`)).status !== 200);
}

async function says(wanted: RegExp): Promise<string> {
  for (;;) {
    const answer = await fetch(`${stack.baseUrl}/metrics`, {
      headers: { authorization: `Bearer ${stack.operatorToken}` },
    });
    const said = await answer.text();
    if (wanted.test(said)) return said;
    await sleep(500);
  }
}

const samplesOf = (name: string) =>
  families.find((family) => family.name === name)?.samples ?? [];

describe("GET /metrics, read by Prometheus' own parser,", () => {
  it("has a help, a type and a unit for each family, and no family or sample twice", () => {
    const names = families.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(text.match(/^# TYPE /gm)?.length);
    for (const { name, type, help, samples } of families) {
      expect(help).toMatch(/^[A-Z1].*\.$/);
      expect(type).toMatch(/^(counter|gauge|histogram)$/);
      expect(name).toMatch(UNITS);
      const all = samples.map((each) =>
        JSON.stringify([each.name, each.labels]),
      );
      expect(new Set(all).size).toBe(all.length);
      for (const { value } of samples) expect(value).toBeGreaterThanOrEqual(0);
    }
  });

  it("has a sample for each end of a task, with how often it came", () => {
    const ends = new Map(
      samplesOf("ccsp_tasks_processed").map(({ labels, value }) => [
        `${labels["priority"]} ${labels["outcome"]}`,
        value,
      ]),
    );
    expect(Object.fromEntries(ends)).toMatchObject(
      Object.fromEntries(
        ENDS.map((outcome, index) => [
          `${CLASSES[index % CLASSES.length]} ${outcome}`,
          1,
        ]),
      ),
    );
    const runs = samplesOf("ccsp_runs").map(({ labels }) => labels["outcome"]);
    expect(runs).toEqual(expect.arrayContaining(["usage-limit", ...ENDS]));
    expect(samplesOf("ccsp_usage_window_utilization_ratio")).toMatchObject([
      { labels: { window: "five_hour" }, value: 0.5 },
    ]);
    expect(
      samplesOf("ccsp_usage_window_resets_timestamp_seconds"),
    ).toHaveLength(1);
  });

  it("names counters as such", () => {
    const counters = families.filter(({ type }) => type === "counter");
    expect(counters.length).toBeGreaterThanOrEqual(6);
    for (const { name, samples } of counters)
      for (const sample of samples) expect(sample.name).toBe(`${name}_total`);
  });

  it("has histograms whose buckets grow up to the count", () => {
    const histograms = families.filter(({ type }) => type === "histogram");
    expect(histograms).toHaveLength(3);
    for (const family of histograms) {
      expect(byLabels(family).size).toBeGreaterThanOrEqual(CLASSES.length);
      for (const samples of byLabels(family).values()) {
        const of = (suffix: string) =>
          samples.filter(({ name }) => name === `${family.name}_${suffix}`);
        const buckets = of("bucket");
        const edges = buckets.map(({ labels }) =>
          Number(labels["le"]?.replace("+Inf", "Infinity")),
        );
        const counts = buckets.map(({ value }) => value);
        expect(edges).toEqual(edges.toSorted((one, other) => one - other));
        expect(counts).toEqual(counts.toSorted((one, other) => one - other));
        expect(edges.at(-1)).toBe(Infinity);
        expect([counts.at(-1)]).toEqual(of("count").map(({ value }) => value));
        expect(of("sum")).toHaveLength(1);
        expect(of("sum")[0]?.value).toBeLessThan(Infinity);
      }
    }
  });

  it("would be refused with a label that does not end", () => {
    expect(() =>
      parseFamilies('ccsp_queue_size{priority="urgent} 1\n'),
    ).toThrow("ValueError");
  });
});
