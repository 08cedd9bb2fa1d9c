/** Every way in which a row that is there is written again, for tests that look at the row itself. */
import { randomUUID } from "node:crypto";
import {
  type ControlStores,
  dynamoDbControlStores,
} from "../../shared/adapters/dynamodb/control-store.ts";
import type { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import { dynamoDbTaskStore } from "../../shared/adapters/dynamodb/task-store.ts";
import { dynamoDbUsageStore } from "../../shared/adapters/dynamodb/usage-store.ts";
import type { ClosedGate } from "../../shared/domain/gate.ts";
import type { Task } from "../../shared/domain/task.ts";
import { later } from "../../shared/domain/timing.ts";
import { afterCancel, afterRedrive } from "../../shared/domain/transitions.ts";
import { NO_USAGE } from "../../shared/domain/usage.ts";
import type { TaskStore } from "../../shared/ports/task-store.ts";
import type { LocalAws } from "../builders/local-aws.ts";
import { aContent, aRunningTask, aTask } from "../builders/task.ts";
import { START } from "../fakes/memory-clock.ts";

export interface AllStores {
  readonly tasks: TaskStore;
  readonly control: ControlStores;
  /** Writes each kind of row that is only ever put whole. */
  note(): Promise<void>;
}

export function allStores(
  client: ReturnType<typeof dynamoDbClient>["client"],
  { tasksTable, controlTable, usageTable }: LocalAws,
): AllStores {
  const control = dynamoDbControlStores({ client, tableName: controlTable });
  const usage = dynamoDbUsageStore({ client, tableName: usageTable });
  const at = START;
  return {
    control,
    tasks: dynamoDbTaskStore({
      client,
      tableName: tasksTable,
      newWriteId: randomUUID,
    }),
    async note() {
      const seen = { slots: 1, running: 0, lastSeenAt: at };
      await control.executors.note({ id: "e-1", ...seen });
      const deed = { action: "pause", actor: "olga" } as const;
      await control.trail.add({ id: randomUUID(), at, ...deed });
      const row = { at, usage: NO_USAGE };
      await usage.putMinute({ ...row, writer: "w", version: 1 });
      await usage.putHour({ ...row, total: NO_USAGE });
      await usage.markLate({ at, id: "m" });
      const none = { waiting: 0, delayed: 0, running: 0, oldestAgeMs: null };
      const classes = {
        ...{ urgent: none, high: none, normal: none },
        ...{ scheduled: none, low: none },
      };
      await usage.putDepth({ at, classes });
    },
  };
}

export interface RowWrite {
  readonly name: string;
  /** Table and key of the row that was seeded under this id. */
  readonly row: (id: string) => readonly ["tasks" | "control", string, string];
  readonly seed: (stores: AllStores) => Promise<{
    readonly id: string;
    /** `false` or an error: nothing was written. */
    readonly write: () => Promise<unknown>;
  }>;
}

const taskRow: RowWrite["row"] = (id) => ["tasks", `task#${id}`, "task"];

/** A write to the row of a task that was created so. */
const ofTask = (
  name: string,
  task: () => Task,
  write: (store: TaskStore, task: Task) => Promise<unknown>,
): RowWrite => ({
  name,
  row: taskRow,
  async seed({ tasks }) {
    const made = task();
    await tasks.create(made, aContent());
    return { id: made.id, write: () => write(tasks, made) };
  },
});

/** A write over what was read of a row of its own that was written before. */
const ofControl = (
  name: string,
  key: readonly [pk: string, sk: string],
  writes: (control: ControlStores) => Promise<() => Promise<unknown>>,
): RowWrite => ({
  name,
  row: () => ["control", ...key],
  async seed({ control }) {
    const first = await writes(control);
    await first();
    return { id: "", write: await writes(control) };
  },
});

const callbackUrl = "https://agent.example/done";
const ended = (): Task =>
  afterCancel(aRunningTask({ callbackUrl }), later(START, 5_000));
const until = later(START, 60_000);

const gate: ClosedGate = {
  name: "paused",
  reason: "rest",
  actor: "olga",
  since: START,
};

const ofToken = (
  name: string,
  write: (control: ControlStores, id: string) => Promise<unknown>,
): RowWrite => ({
  name,
  row: (id) => ["control", "token", id],
  async seed({ control }) {
    const id = randomUUID();
    const token = { id, secretHash: "ab", agent: "alice", expiresAt: until };
    await control.tokens.save({ ...token, scopes: ["tasks"] });
    return { id, write: () => write(control, id) };
  },
});

export const rowWrites: readonly RowWrite[] = [
  ofTask("a claim", aTask, (store, { id, queueClass }) =>
    store.claim({
      ...{ taskId: id, queueClass, executorId: "e-1" },
      ...{ now: START, leaseUntil: until },
    }),
  ),
  ofTask("a renewed lease", aRunningTask, (store, task) =>
    store.renew(task, START, until),
  ),
  ofTask("an end with a result", aRunningTask, (store, task) =>
    store.transition(task, afterCancel(task, START), { result: "fine" }),
  ),
  ofTask("a cancellation", aTask, (store, task) =>
    store.transition(task, afterCancel(task, START)),
  ),
  ofTask("a noted message", aTask, (store, task) =>
    store.noteDispatch(task, "d-2", until),
  ),
  ofTask("a retry", ended, (store, task) =>
    store.transition(task, afterRedrive(task, START, "d-2")),
  ),
  ofTask("a callback's note", ended, (store, task) =>
    store.noteCallback(task, {
      ...task,
      callback: { ...task.callback!, tries: 1 },
    }),
  ),
  ofControl(
    "a gate that is closed again",
    ["gate", "paused"],
    async (all) => () => all.gates.replace(gate),
  ),
  ofControl(
    "a gate that is opened",
    ["gate", "emergency"],
    async ({ gates }) => {
      await gates.replace({ ...gate, name: "emergency" });
      return () => gates.open("emergency");
    },
  ),
  ofControl("a change of settings", ["settings", "settings"], async (all) => {
    const { settingsStore } = all;
    const seen = await settingsStore.read();
    const next = { patch: {}, changedAt: START, changedBy: "olga" };
    return () => settingsStore.replace(seen, next);
  }),
  ofControl("the account's limit", ["gate", "limit"], async ({ limits }) => {
    const seen = await limits.read();
    return () => limits.replace(seen, seen.limit);
  }),
  ofControl("the login's state", ["gate", "session"], async ({ sessions }) => {
    const seen = await sessions.read();
    return () => sessions.replace(seen, seen.session);
  }),
  ofControl("what is held back", ["gate", "load"], async ({ loads }) => {
    const seen = await loads.read();
    return () => loads.replace(seen, seen.state);
  }),
  ofControl("a stop's sightings", ["stop", "sightings"], async ({ stop }) => {
    const seen = await stop.sightings();
    return () => stop.replaceSightings(seen, {});
  }),
  ofControl("a stop's report", ["stop", "report"], async ({ stop }) => {
    const seen = await stop.report();
    const waiting = { urgent: 0, high: 0, normal: 0, scheduled: 0, low: 0 };
    const report = { since: START, reason: "smoke", actor: "olga", waiting };
    return () =>
      stop.replaceReport(seen, { ...report, running: [], notice: {} });
  }),
  ofToken("a revoked token", ({ tokens }, id) => tokens.revoke(id, START)),
  ofToken("a shortened token", ({ tokens }, id) => tokens.shorten(id, START)),
];
