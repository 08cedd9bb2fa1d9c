/** How things stand at this moment: what waits, what is closed, who works. */
import { GATE_NAMES } from "../../domain/gate.ts";
import {
  gaugeFamily,
  type MetricFamily,
  sample,
  type Sample,
} from "../../domain/metric-family.ts";
import { sumSamples } from "../../domain/process-sample.ts";
import { QUEUE_CLASSES } from "../../domain/task.ts";
import type { ExecutorSighting } from "../../ports/control-store.ts";
import type { ClassCount } from "../count-standing.ts";
import type { QueueStatus } from "../read-queue-status.ts";

export function stateFamilies(status: QueueStatus): readonly MetricFamily[] {
  const { classes, deadLetters, closed, executors } = status;
  const byClass = (of: (count: ClassCount) => number): readonly Sample[] =>
    QUEUE_CLASSES.map((priority) =>
      sample(of(classes[priority]), { priority }),
    );
  return [
    gaugeFamily(
      "ccsp_queue_size",
      "Tasks that wait for a place or a gate.",
      byClass(({ waiting }) => waiting),
    ),
    gaugeFamily(
      "ccsp_queue_delayed",
      "Tasks that wait for their time.",
      byClass(({ delayed }) => delayed),
    ),
    gaugeFamily(
      "ccsp_tasks_running",
      "Tasks that run.",
      byClass(({ running }) => running),
    ),
    gaugeFamily(
      "ccsp_queue_oldest_age_seconds",
      "How long the oldest task that may start has waited; 0 when there is none.",
      byClass(({ oldestAgeMs }) => (oldestAgeMs ?? 0) / 1_000),
    ),
    gaugeFamily("ccsp_dead_letters", "Failed tasks that are kept.", [
      sample(deadLetters),
    ]),
    gaugeFamily(
      "ccsp_gate_closed",
      "1 while a gate is closed, 0 while it is open.",
      GATE_NAMES.map((gate) =>
        sample(Number(closed.some(({ name }) => name === gate)), { gate }),
      ),
    ),
    ...executorFamilies(executors),
  ];
}

function executorFamilies(
  executors: readonly ExecutorSighting[],
): readonly MetricFamily[] {
  const slots = executors.reduce((sum, each) => sum + each.slots, 0);
  const running = executors.reduce((sum, each) => sum + each.running, 0);
  const working = executors.filter(({ problem }) => problem === undefined);
  return [
    gaugeFamily(
      "ccsp_executors",
      "Executors that said in the last minute that they live, by whether they can use their CLI.",
      [
        sample(working.length, { state: "working" }),
        sample(executors.length - working.length, { state: "hindered" }),
      ],
    ),
    gaugeFamily("ccsp_worker_slots", "Tasks that may run at once.", [
      sample(slots),
    ]),
    gaugeFamily("ccsp_active_workers", "Slots in which a task runs.", [
      sample(running),
    ]),
    gaugeFamily(
      "ccsp_worker_utilization_ratio",
      "The share of the slots in which a task runs; none without slots.",
      slots === 0 ? [] : [sample(running / slots)],
    ),
    ...processFamilies(executors),
  ];
}

function processFamilies(
  executors: readonly ExecutorSighting[],
): readonly MetricFamily[] {
  const sum = sumSamples(executors.flatMap(({ process }) => process ?? []));
  return [
    gaugeFamily(
      "ccsp_memory_usage_bytes",
      "Memory of all executors' processes together, without their CLIs.",
      sum
        ? [
            sample(sum.memory.rss, { type: "rss" }),
            sample(sum.memory.heapTotal, { type: "heap_total" }),
            sample(sum.memory.heapUsed, { type: "heap_used" }),
            sample(sum.memory.external, { type: "external" }),
          ]
        : [],
    ),
    gaugeFamily(
      "ccsp_cpu_usage_cores",
      "Processor cores in use by all executors' processes together.",
      sum ? [sample(sum.cpuCores)] : [],
    ),
  ];
}
