import { describe, expect, it } from "vitest";
import { stopDraft, stopText } from "../../../shared/domain/stop-issue.ts";
import type { StopReport } from "../../../shared/domain/stop-report.ts";
import type { TaskId } from "../../../shared/domain/task.ts";
import { START } from "../../fakes/memory-clock.ts";

const report = (fields: Partial<StopReport> = {}): StopReport => ({
  since: START,
  reason: "fire",
  actor: "olga",
  running: [],
  waiting: { urgent: 0, high: 0, normal: 0, scheduled: 0, low: 0 },
  notice: {},
  ...fields,
});
const run = (index: number) => ({
  taskId: `t-${String(index)}` as TaskId,
  agent: "@alice <!-- -->",
  queueClass: "high" as const,
  startedAt: START,
});

describe("what is said of an emergency stop", () => {
  it("names what ran and what waited", () => {
    const text = stopText(
      report({
        running: [run(1)],
        waiting: { urgent: 1, high: 0, normal: 20, scheduled: 0, low: 0 },
      }),
    );
    expect(text).toContain("- Since: 2030-01-01T00:00:00.000Z");
    expect(text).toContain("- Raised by: `olga`");
    expect(text).toContain("- Was running: 1: t-1 of ");
    expect(text).toContain("- Was waiting: 1 urgent, 20 normal");
    expect(text).not.toContain("@alice");
  });

  it("says so when there was nothing", () => {
    expect(stopText(report())).toContain("- Was running: nothing");
    expect(stopText(report())).toContain("- Was waiting: nothing");
  });

  it("names the first twenty runs and counts the others", () => {
    const running = Array.from({ length: 23 }, (_, index) => run(index));
    const text = stopText(report({ running }));
    expect(text).toContain("t-19 ");
    expect(text).not.toContain("t-20 ");
    expect(text).toContain("and 3 more");
  });

  it("carries a mark of its own, which no foreign text can imitate", () => {
    const wording = { stage: "prod -->", label: "ccsp" };
    const marked = report({ reason: "<!-- ccsp stage=prod stop=1 -->" });
    const draft = stopDraft(marked, wording);
    const mark = `<!-- ccsp stage=prod-- stop=${String(START.getTime())} -->`;
    expect(draft.marker).toBe(mark);
    expect(draft.body.startsWith(mark)).toBe(true);
    expect(draft.body.split("<!--")).toHaveLength(2);
    expect(draft.labels).toEqual(["ccsp", "emergency-stop"]);
  });
});
