/** The sightings and the report of the emergency stop: two rows of the Control table. */
import * as z from "zod";
import { STOP_CONDITIONS } from "../../domain/stop-conditions.ts";
import type { StopReport } from "../../domain/stop-report.ts";
import { QUEUE_CLASSES, type TaskId } from "../../domain/task.ts";
import type {
  SightingsByCondition,
  StopStore,
  Versioned,
} from "../../ports/stop-store.ts";
import { encodeTimes } from "./encode-times.ts";
import { replaceVersion } from "./marked-write.ts";
import { type Key, type Table, understand } from "./table.ts";

const SIGHTINGS: Key = { pk: "stop", sk: "sightings" };
const REPORT: Key = { pk: "stop", sk: "report" };

const time = z.number().transform((ms) => new Date(ms));

const Sightings = z.object({
  at: z.array(time),
  reachedAt: time.exactOptional(),
});

const SightingsRow = z.object({
  version: z.number(),
  value: z.partialRecord(z.enum(STOP_CONDITIONS), Sightings),
});

const ReportRow = z.object({
  version: z.number(),
  value: z.object({
    since: time,
    reason: z.string(),
    actor: z.string(),
    running: z.array(
      z.object({
        taskId: z.string().transform((id) => id as TaskId),
        agent: z.string(),
        queueClass: z.enum(QUEUE_CLASSES),
        startedAt: time,
      }),
    ),
    waiting: z.record(z.enum(QUEUE_CLASSES), z.number()),
    clearedAt: time.exactOptional(),
    clearedBy: z.string().exactOptional(),
    notice: z.object({
      heldUntil: time.exactOptional(),
      toldAt: time.exactOptional(),
      issueUrl: z.string().exactOptional(),
      problem: z.string().exactOptional(),
    }),
  }),
});

export function dynamoDbStopStore(table: Table): StopStore {
  const read = async <T>(
    key: Key,
    schema: z.ZodType<Versioned<T>>,
    never: T,
  ): Promise<Versioned<T>> => {
    const item = await table.get(key);
    return item ? understand(schema, item) : { version: 0, value: never };
  };
  const replace = (
    key: Key,
    { version }: Versioned<unknown>,
    next: SightingsByCondition | StopReport,
  ): Promise<boolean> =>
    replaceVersion(table, { key, attributes: ["value"] }, version, {
      value: encodeTimes(next),
    });
  return {
    sightings: () => read(SIGHTINGS, SightingsRow, {}),
    replaceSightings: (seen, next) => replace(SIGHTINGS, seen, next),
    report: () => read<StopReport | undefined>(REPORT, ReportRow, undefined),
    replaceReport: (seen, next) => replace(REPORT, seen, next),
  };
}
