import { type Standing, standingOf } from "../../shared/domain/standing.ts";
import {
  isFinished,
  isWaiting,
  type Task,
  type TaskId,
} from "../../shared/domain/task.ts";
import {
  type KeyHolder,
  StoreError,
  type TaskContent,
  type TaskStore,
  type WholeTask,
} from "../../shared/ports/task-store.ts";
import { duePage } from "./memory-due-page.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";

interface Row {
  readonly task: Task;
  readonly content: TaskContent;
  readonly result?: string;
}

export interface MemoryTaskStore extends TaskStore {
  readonly failing: Failing<TaskStore>;
  /** The task as it is now: for a test to look at, or to put something impossible there. */
  readonly rows: Map<TaskId, Row>;
}

/** Honours what the port promises; nothing of it survives. */
export function memoryTaskStore(): MemoryTaskStore {
  const rows = new Map<TaskId, Row>();
  const keys = new Map<string, { holder: KeyHolder; untilMs: number }>();
  const failing: Failing<TaskStore> = new Set();

  const check = (method: keyof TaskStore): void => {
    refuseIfFailing(failing, method, (...told) => new StoreError(...told));
  };
  const atFence = (task: Task): Row | undefined => {
    const row = rows.get(task.id);
    return row?.task.fence === task.fence ? row : undefined;
  };
  const tasks = (): readonly Task[] =>
    [...rows.values()].map(({ task }) => task);
  const change = (row: Row, task: Task): true => {
    rows.set(task.id, { ...row, task });
    return true;
  };

  return {
    failing,
    rows,
    async create(task, content) {
      check("create");
      if (rows.has(task.id)) return false;
      rows.set(task.id, { task, content: structuredClone(content) });
      return true;
    },
    async read(id) {
      check("read");
      return rows.get(id)?.task;
    },
    async readWhole(id) {
      check("readWhole");
      const row = rows.get(id);
      return row && wholeOf(row);
    },
    async readMany(ids) {
      check("readMany");
      return ids.flatMap((id) => {
        const row = rows.get(id);
        return row ? [withoutResult(row)] : [];
      });
    },
    async claim({ taskId, queueClass, executorId, now, leaseUntil }) {
      check("claim");
      const row = rows.get(taskId);
      const isWaiting =
        row?.task.status === "queued" || row?.task.status === "scheduled";
      if (!row || !isWaiting || row.task.notBefore > now) return undefined;
      if (row.task.queueClass !== queueClass) return undefined;
      const { error: _, ...rest } = row.task;
      const task: Task = {
        ...rest,
        status: "running",
        fence: row.task.fence + 1,
        lease: { executorId, until: leaseUntil },
        wakeAt: leaseUntil,
        startedAt: now,
      };
      change(row, task);
      return { task, request: structuredClone(row.content.request) };
    },
    async renew(task, now, until) {
      check("renew");
      const row = atFence(task);
      const lease = row?.task.lease;
      if (!row || !lease || lease.until <= now) return false;
      return change(row, {
        ...row.task,
        lease: { ...lease, until },
        wakeAt: until,
      });
    },
    async transition(seen, next, { result, whileLeasedAt, onceLapsedAt } = {}) {
      check("transition");
      const row = atFence(seen);
      const until = row?.task.lease?.until;
      if (!row) return false;
      if (whileLeasedAt && !(until && until > whileLeasedAt)) return false;
      if (onceLapsedAt && !(until && until <= onceLapsedAt)) return false;
      const { content } = row;
      const answer = result === undefined ? {} : { result };
      return change({ task: row.task, content, ...answer }, next);
    },
    async noteDispatch(task, dispatchId, wakeAt) {
      check("noteDispatch");
      const row = atFence(task);
      return row ? change(row, { ...row.task, dispatchId, wakeAt }) : false;
    },
    async due(...page) {
      check("due");
      return duePage(
        tasks().filter((task) => !isFinished(task)),
        ...page,
      );
    },
    async dueCallbacks(...page) {
      check("dueCallbacks");
      return duePage(tasks().filter(isFinished), ...page);
    },
    async noteCallback(seen, next) {
      check("noteCallback");
      const row = atFence(seen);
      const { callback, wakeAt } = next;
      const noted = row?.task.callback;
      if (!row || !callback || noted?.status !== "pending") return false;
      if (noted.tries !== seen.callback?.tries) return false;
      const { wakeAt: _, ...rest } = row.task;
      return change(row, { ...rest, callback, ...(wakeAt && { wakeAt }) });
    },
    async listStanding(standing, { limit, after }) {
      check("listStanding");
      const isDead = standing.kind === "dead";
      const all = [...rows.values()]
        .map(({ task }) => ({ task, stands: standingOf(task) }))
        .filter(({ stands }) => stands && isSameStanding(stands, standing))
        .map(({ task: { id, agent, notBefore }, stands }) => {
          const { since } = stands!;
          const position = `${since.toISOString()}#${id}`;
          return { id, agent, since, notBefore, position };
        })
        .toSorted((one, other) =>
          one.position < other.position === isDead ? 1 : -1,
        );
      const left = all.filter(
        ({ position }) =>
          after === undefined || (isDead ? position < after : position > after),
      );
      const page = left.slice(0, limit);
      const isLast = left.length <= limit;
      return {
        tasks: page,
        ...(!isLast && { last: page.at(-1)!.position }),
      };
    },
    async countStanding(standing, atMost) {
      check("countStanding");
      const all = [...rows.values()].filter(({ task }) => {
        const stands = standingOf(task);
        return stands && isSameStanding(stands, standing);
      });
      return Math.min(all.length, atMost);
    },
    async countWaitingOf(agent, atMost) {
      check("countWaitingOf");
      const own = [...rows.values()].filter(
        ({ task }) => task.agent === agent && isWaiting(task),
      );
      return Math.min(own.length, atMost);
    },
    async list(agent, { limit, after }) {
      check("list");
      const all = [...rows.values()]
        .filter(({ task }) => task.agent === agent)
        .map(({ task }) => ({ id: task.id, position: positionOf(task) }))
        .toSorted((one, other) => (one.position < other.position ? 1 : -1))
        .filter(({ position }) => after === undefined || position < after);
      return { ids: all.slice(0, limit), isLast: all.length <= limit };
    },
    async findKey({ agent, key }, now) {
      check("findKey");
      const held = keys.get(JSON.stringify([agent, key]));
      return held && held.untilMs > now.getTime() ? held.holder : undefined;
    },
    async holdKey({ agent, key }, holder, now, expiresAt) {
      check("holdKey");
      const name = JSON.stringify([agent, key]);
      const held = keys.get(name);
      if (held && held.untilMs > now.getTime()) return held.holder;
      keys.set(name, { holder, untilMs: expiresAt.getTime() });
      return holder;
    },
  };
}

const isSameStanding = (one: Standing, other: Standing): boolean =>
  one.kind === "dead" || other.kind === "dead"
    ? one.kind === other.kind
    : one.kind === other.kind && one.queueClass === other.queueClass;

const positionOf = (task: Task): string =>
  `${task.createdAt.toISOString()}#${task.id}`;

function withoutResult({ task, content: { metadata } }: Row): WholeTask {
  return { task, ...(metadata && { metadata: structuredClone(metadata) }) };
}

function wholeOf(row: Row): WholeTask {
  const { result } = row;
  return { ...withoutResult(row), ...(result !== undefined && { result }) };
}
