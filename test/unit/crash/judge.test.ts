import { describe, expect, it } from "vitest";
import type { Task } from "../../../shared/domain/task.ts";
import { later } from "../../../shared/domain/timing.ts";
import { aTask } from "../../builders/task.ts";
import type { AgentsTask } from "../../crash/agent.ts";
import type { Evidence } from "../../crash/evidence.ts";
import { judge, type Problem } from "../../crash/judge.ts";
import { START } from "../../fakes/memory-clock.ts";

const { wakeAt: _, ...waiting } = aTask({ agent: "local" });
const finishedAt = later(START, 2_000);
/** Claimed, lapsed, claimed, succeeded. */
const row: Task = {
  ...waiting,
  status: "succeeded",
  fence: 4,
  lapses: 1,
  finishedAt,
};
const view = { taskId: row.id, status: row.status, result: "answer to 1-0" };
const task: AgentsTask = {
  planned: {
    marker: "1-0",
    atMs: 0,
    priority: "normal",
    isKeyed: true,
    sleepMs: 0,
    fails: false,
    paddingBytes: 0,
  },
  isSettled: true,
  taskId: row.id,
  finished: view,
};
const at = (ms: number): number => later(START, ms).getTime();
const cut = { marker: "1-0", startedAt: at(-31_000) };
const whole = { marker: "1-0", startedAt: at(0), endedAt: at(1_900) };

const evidenceOf = (more: Partial<Evidence> = {}): Evidence => {
  const rows = more.rows ?? [{ marker: "1-0", task: row }];
  return {
    tasks: [task],
    rows,
    laterRows: rows,
    views: new Map([[row.id, view]]),
    runs: [cut, whole],
    messages: 0,
    deadLetters: 0,
    runsLeft: [],
    unexpectedEnds: [],
    ...more,
  };
};
const withRow = (fields: Partial<Task>): Partial<Evidence> => ({
  rows: [{ marker: "1-0", task: { ...row, ...fields } }],
});
const withTask = (fields: Partial<AgentsTask>): Partial<Evidence> => ({
  tasks: [{ ...task, ...fields }],
});
const { taskId: _id, finished: _finished, ...unanswered } = task;
const keyless = { ...task.planned, isKeyed: false };
const { finished: _seen, ...unseen } = task;

describe("The judgement of a crash test", () => {
  it("finds nothing wrong with a task that ran again after a crash", () => {
    expect(judge(evidenceOf())).toEqual([]);
  });

  it("finds nothing wrong with one that was never answered and has no key", () => {
    const tasks = [{ ...unanswered, planned: keyless }];
    expect(judge(evidenceOf({ tasks }))).toEqual([]);
    expect(judge(evidenceOf({ tasks, rows: [], runs: [] }))).toEqual([]);
  });

  it("finds nothing wrong with one that was cancelled while it waited", () => {
    const cancelled = withRow({ status: "cancelled", fence: 3 });
    expect(
      judge(
        evidenceOf({
          ...cancelled,
          ...withTask({ cancelled: 200, finished: view }),
          runs: [cut],
        }),
      ),
    ).toEqual([]);
  });

  it.each<[Problem["kind"], string, Partial<Evidence>]>([
    ["lost", "a task that is gone", { rows: [], runs: [] }],
    ["lost", "one that still runs", withRow({ status: "running", fence: 3 })],
    ["lost", "one that its agent never saw finished", { tasks: [unseen] }],
    ["lost", "a request with a key, never answered", { tasks: [unanswered] }],
    ["lost", "an outcome without a run", { runs: [] }],
    [
      "lost",
      "a refusal for no reason",
      { tasks: [{ ...unanswered, refused: "no" }], rows: [], runs: [] },
    ],
    [
      "lost",
      "another answer than its own",
      { views: new Map([[row.id, { ...view, result: "answer to 1-1" }]]) },
    ],
    ["double", "an outcome recorded twice", withRow({ fence: 6 })],
    [
      "double",
      "one that changed after it was finished",
      { laterRows: [{ marker: "1-0", task: { ...row, fence: 6 } }] },
    ],
    [
      "double",
      "a later answer that differs",
      { views: new Map([[row.id, { ...view, status: "failed" }]]) },
    ],
    [
      "double",
      "one that was cancelled and went on",
      withTask({ cancelled: 200 }),
    ],
    [
      "double",
      "a key with two tasks",
      {
        rows: [
          { marker: "1-0", task: row },
          { marker: "1-0", task: { ...row, id: aTask().id } },
        ],
      },
    ],
    [
      "double",
      "a run more than its record explains",
      { runs: [cut, whole, { ...cut, startedAt: at(-62_000) }] },
    ],
    [
      "double",
      "two runs under two live leases",
      { runs: [{ ...cut, startedAt: at(-10_000) }, whole] },
    ],
    [
      "double",
      "a run after the end",
      { runs: [cut, { ...whole, startedAt: at(60_000) }] },
    ],
    [
      "other",
      "a run before its time",
      withTask({ executeAt: later(START, -10_000) }),
    ],
    [
      "other",
      "a run that nobody sent",
      { runs: [cut, whole, { ...cut, marker: "?" }] },
    ],
    ["other", "a task that nobody sent", { tasks: [] }],
    ["other", "messages that are left", { messages: 1 }],
    ["other", "dead letters", { deadLetters: 1 }],
    ["other", "processes that are left", { runsLeft: ["sleep"] }],
    ["other", "a part that ended by itself", { unexpectedEnds: ["api"] }],
    ["other", "a wake-up that is left", withRow({ wakeAt: START })],
  ])("finds what is %s: %s", (kind, _title, wrong) => {
    expect(judge(evidenceOf(wrong)).map((problem) => problem.kind)).toContain(
      kind,
    );
  });
});
