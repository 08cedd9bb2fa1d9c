/** Whether the promises were kept: a pure function of what is left after a storm. */
import { isFinished, type Task } from "../../shared/domain/task.ts";
import { LEASE_MS } from "../../shared/domain/timing.ts";
import { answerOf, type AgentsTask } from "./agent.ts";
import type { Evidence, Row, Run } from "./evidence.ts";

/**
 * `lost`: an accepted task that is not there, not finished, or not as its agent was told.
 * `double`: an outcome recorded twice, two tasks for one key, a run beside or after another's right.
 * `other`: something was left behind, or a part failed by itself.
 */
export interface Problem {
  readonly kind: "lost" | "double" | "other";
  readonly message: string;
  /** Whom it is about. */
  readonly marker?: string;
}

/** From a claim until its CLI has noted its start, on a loaded machine. */
const SPAWNS_WITHIN_MS = 8_000;
/** A CLI's last word is written before its executor knows of it; clocks are the same. */
const SAME_MOMENT_MS = 50;

export function judge(evidence: Evidence): readonly Problem[] {
  const rows = grouped(evidence.rows);
  const runs = grouped(evidence.runs);
  return [
    ...evidence.tasks.flatMap((task) => {
      const { marker } = task.planned;
      const found = [
        ...judgeAgents(task, rows.get(marker) ?? [], evidence),
        ...(rows.get(marker) ?? []).flatMap(({ task: row }) =>
          judgeRow(task, row, runs.get(marker) ?? []),
        ),
      ];
      return found.map((problem) => ({ ...problem, marker }));
    }),
    ...judgeStrangers(evidence),
    ...judgeChanges(evidence),
    ...judgeRest(evidence),
  ];
}

const lost = (message: string): Problem => ({ kind: "lost", message });
const double = (message: string): Problem => ({ kind: "double", message });
const other = (message: string): Problem => ({ kind: "other", message });

/** What the agent was told, against what is there. */
function judgeAgents(
  task: AgentsTask,
  rows: readonly Row[],
  { views }: Evidence,
): readonly Problem[] {
  const { taskId, refused, cancelled, finished, planned } = task;
  const problems: Problem[] = [];
  const row = rows.find((each) => each.task.id === taskId)?.task;
  if (rows.length > 1)
    problems.push(double(`one request made ${String(rows.length)} tasks`));
  if (refused !== undefined && rows.length > 0)
    problems.push(double(`refused, and there all the same: ${refused}`));
  if (refused !== undefined && !isRefusedForItsTime(task))
    problems.push(lost(`refused: ${refused}`));
  if (taskId === undefined) {
    if (planned.isKeyed && refused === undefined)
      problems.push(lost("its request was never answered"));
    return problems;
  }
  if (!row) return [...problems, lost(`${taskId} was accepted and is gone`)];
  if (cancelled === 200 && row.status !== "cancelled")
    problems.push(double(`cancelled, and then ${row.status}`));
  if (cancelled === 409 && row.status === "cancelled")
    problems.push(double("could not be cancelled, and is"));
  if (cancelled !== undefined && ![200, 409].includes(cancelled))
    problems.push(lost(`its cancellation was answered ${String(cancelled)}`));
  if (!finished) problems.push(lost("its agent never saw it finished"));
  const view = views.get(taskId);
  if (finished && JSON.stringify(view) !== JSON.stringify(finished))
    problems.push(
      double(
        `shown as ${JSON.stringify(finished)}, later as ${JSON.stringify(view)}`,
      ),
    );
  if (row.status === "succeeded" && view?.result !== answerOf(planned))
    problems.push(lost(`its answer is ${JSON.stringify(view?.result)}`));
  return problems;
}

/** A request whose first try died may come again after the time that it asks for. */
const isRefusedForItsTime = ({ refused = "", executeAt }: AgentsTask) =>
  executeAt !== undefined && refused.includes('"field":"executeAt"');

/** The row against itself, and against the runs of its CLI. */
function judgeRow(
  { executeAt, planned }: AgentsTask,
  row: Task,
  runs: readonly Run[],
): readonly Problem[] {
  if (!isFinished(row)) return [lost(`${row.id} stayed ${row.status}`)];
  const problems: Problem[] = [];
  if (row.lease ?? row.wakeAt)
    problems.push(other(`${row.id} is finished and has a lease or a wake-up`));
  const claims = Math.floor(row.fence / 2);
  const explained = explainedClaims(row);
  if (claims !== explained)
    problems.push(
      double(
        `fence ${String(row.fence)} says ${String(claims)} claims, its counts say ${String(explained)}`,
      ),
    );
  if (runs.length > claims)
    problems.push(
      double(`${String(runs.length)} runs by ${String(claims)} claims`),
    );
  const needed = row.failures + Number(row.status === "succeeded");
  if (runs.length < needed)
    problems.push(
      lost(`${String(needed)} outcomes of ${String(runs.length)} runs`),
    );
  const expected = expectedEnd(planned.fails, row);
  if (expected !== row.status)
    problems.push(lost(`ended as ${row.status} instead of ${expected}`));
  const first = runs[0]?.startedAt ?? Number.POSITIVE_INFINITY;
  if (executeAt && first < executeAt.getTime())
    problems.push(other(`ran before its time, ${executeAt.toISOString()}`));
  const end = row.finishedAt?.getTime() ?? 0;
  for (const run of runs)
    if (run.startedAt > end + SPAWNS_WITHIN_MS)
      problems.push(double("ran after it was finished"));
  return [...problems, ...judgeOverlaps(runs)];
}

/**
 * Each claim ends once: recorded as the end, a failure or a return, lapsed, or cancelled. Every
 * change of state moves the fence by one, so a task that was cancelled while it waited has an odd one.
 */
function explainedClaims(row: Task): number {
  const endedRunning =
    row.status === "succeeded" ||
    (row.status === "cancelled" && row.fence % 2 === 0);
  return row.lapses + row.failures + row.returns + Number(endedRunning);
}

function expectedEnd(fails: boolean, row: Task): Task["status"] {
  if (row.status === "cancelled") return "cancelled";
  // Documented: so many dead executors, and the task is taken for the cause.
  return fails || row.error?.code === "poison" ? "failed" : "succeeded";
}

/** A run begins when the one before has ended, or when its lease is over. */
function judgeOverlaps(runs: readonly Run[]): readonly Problem[] {
  const inOrder = runs.toSorted((a, b) => a.startedAt - b.startedAt);
  return inOrder.slice(1).flatMap((run, index) => {
    const before = inOrder[index]!;
    const hasEnded =
      before.endedAt !== undefined &&
      before.endedAt <= run.startedAt + SAME_MOMENT_MS;
    const apartMs = run.startedAt - before.startedAt;
    return hasEnded || apartMs > LEASE_MS - SPAWNS_WITHIN_MS
      ? []
      : [double(`two runs within ${String(apartMs)} ms`)];
  });
}

/** Rows and runs that nobody asked for. */
function judgeStrangers({ tasks, rows, runs }: Evidence): readonly Problem[] {
  const known = new Set(tasks.map(({ planned }) => planned.marker));
  const there = new Set(rows.map(({ marker }) => marker));
  return [
    ...rows
      .filter(({ marker }) => !known.has(marker))
      .map(({ task }) => other(`nobody sent ${task.id}`)),
    ...runs
      .filter(({ marker }) => !there.has(marker))
      .map(({ marker }) => other(`a run of ${marker}, which is no task`)),
  ];
}

/** What is finished never changes. */
function judgeChanges({ rows, laterRows }: Evidence): readonly Problem[] {
  const later = new Map(laterRows.map(({ task }) => [task.id, task]));
  return rows
    .filter(({ task }) => isFinished(task))
    .filter(
      ({ task }) => JSON.stringify(later.get(task.id)) !== JSON.stringify(task),
    )
    .map(({ marker, task }) => ({
      ...double(`${task.id} changed after it was finished`),
      marker,
    }));
}

function judgeRest(evidence: Evidence): readonly Problem[] {
  const { messages, deadLetters, runsLeft, unexpectedEnds } = evidence;
  return [
    ...(messages > 0 ? [other(`${String(messages)} messages are left`)] : []),
    ...(deadLetters > 0 ? [other(`${String(deadLetters)} dead letters`)] : []),
    ...runsLeft.map((line) => other(`still runs: ${line}`)),
    ...unexpectedEnds.map(other),
  ];
}

function grouped<T extends { readonly marker: string }>(
  all: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(all, ({ marker }) => marker);
}
