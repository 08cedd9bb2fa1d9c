import { randomUUID } from "node:crypto";
import { announceTask } from "../../shared/app/announce-task.ts";
import {
  announceTasks,
  type AnnounceTasks,
} from "../../shared/app/announce-tasks.ts";
import { type AuditDeed, auditDeed } from "../../shared/app/audit-deed.ts";
import type { Task } from "../../shared/domain/task.ts";
import type { TaskContent } from "../../shared/ports/task-store.ts";
import { type ManualClock, manualClock } from "../fakes/memory-clock.ts";
import {
  type MemoryControlStores,
  memoryControlStores,
} from "../fakes/memory-control-stores.ts";
import { type MemoryJournal, memoryJournal } from "../fakes/memory-journal.ts";
import { type MemoryMetrics, memoryMetrics } from "../fakes/memory-metrics.ts";
import {
  type MemoryTaskQueue,
  memoryTaskQueue,
} from "../fakes/memory-task-queue.ts";
import {
  type MemoryTaskStore,
  memoryTaskStore,
} from "../fakes/memory-task-store.ts";
import {
  type MemoryUsageCounter,
  memoryUsageCounter,
} from "../fakes/memory-usage-counter.ts";
import type { AnnounceTask } from "../../shared/app/announce-task.ts";
import { aContent, aTask } from "./task.ts";

/** Everything that the use cases lean on, in memory, on one clock. */
export interface World {
  readonly clock: ManualClock;
  readonly store: MemoryTaskStore;
  readonly queue: MemoryTaskQueue;
  readonly control: MemoryControlStores;
  readonly journal: MemoryJournal;
  readonly metrics: MemoryMetrics;
  readonly usage: MemoryUsageCounter;
  readonly announce: AnnounceTask;
  readonly announceAll: AnnounceTasks;
  /** Writes to the control's trail. */
  readonly audit: AuditDeed;
  readonly newId: () => string;
  readonly random: () => number;
  /** Creates the task and announces it. */
  accept(fields?: Partial<Task>, content?: TaskContent): Promise<Task>;
  /** The row as it is now. */
  now(task: Task): Task;
}

export function aWorld(): World {
  const clock = manualClock();
  const store = memoryTaskStore();
  const queue = memoryTaskQueue(clock);
  const journal = memoryJournal();
  const announce = announceTask({ queue, store, clock, journal });
  const control = memoryControlStores();
  const { trail } = control;
  let ids = 0;
  return {
    clock,
    store,
    queue,
    journal,
    announce,
    announceAll: announceTasks({ queue, store, clock, journal }),
    audit: auditDeed({ trail, clock, journal, newId: randomUUID }),
    control,
    metrics: memoryMetrics(),
    usage: memoryUsageCounter(),
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    random: () => 0,
    accept: async (fields, content = aContent()) => {
      const task = aTask(fields);
      await store.create(task, content);
      await announce(task);
      return task;
    },
    now: ({ id }) => store.rows.get(id)!.task,
  };
}
