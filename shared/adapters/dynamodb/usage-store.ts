/**
 * The Usage table. A day's minutes are spread over shards by their writer, so that no key is hot;
 * a range is asked for by all its days and shards at once.
 */
import { createHash } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { QUEUE_CLASSES } from "../../domain/task.ts";
import { later } from "../../domain/timing.ts";
import {
  KEEP_HOURS_MS,
  KEEP_USAGE_MS,
  PERIOD_MS,
  startsIn,
  type TimeRange,
} from "../../domain/usage-period.ts";
import type {
  HourRow,
  MinuteRow,
  UsageStore,
} from "../../ports/usage-store.ts";
import { encodeTimes } from "./encode-times.ts";
import { dynamoDbTable, type Item, queryAll, understand } from "./table.ts";
import { toSeconds } from "./task-item.ts";
import { usageAttribute, writeUsage } from "./usage-text.ts";

const SHARDS = 4;
const LATE = "late";

const time = z.number().transform((ms) => new Date(ms));

const Minute = z.object({
  at: time,
  writer: z.string(),
  version: z.number(),
  usage: usageAttribute,
});
const Hour = z.object({
  at: time,
  usage: usageAttribute,
  total: usageAttribute,
});
const Mark = z.object({ at: time, id: z.string() });
const ClassDepth = z.object({
  waiting: z.number(),
  delayed: z.number(),
  running: z.number(),
  oldestAgeMs: z.number().nullable(),
});
const DepthRow = z.object({
  at: time,
  classes: z.record(z.enum(QUEUE_CLASSES), ClassDepth),
  runs: z.partialRecord(z.enum(QUEUE_CLASSES), z.number()).exactOptional(),
  windows: z
    .array(
      z.object({
        name: z.string(),
        utilization: z.number().exactOptional(),
        resetsAt: time.exactOptional(),
        seenAt: time,
      }),
    )
    .exactOptional(),
  system: z
    .object({
      memoryBytes: z.number(),
      cpuCores: z.number(),
      slots: z.number().exactOptional(),
    })
    .exactOptional(),
});

export function dynamoDbUsageStore(options: {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}): UsageStore {
  const table = dynamoDbTable(options.client, options.tableName);

  /** What stands in these partitions within the range: keys begin with the time. */
  const between = async (
    partitions: readonly string[],
    { from, to }: TimeRange,
  ): Promise<readonly Item[]> => {
    const keys = {
      first: from.toISOString(),
      last: later(to, -1).toISOString(),
    };
    const found = await Promise.all(
      partitions.map((pk) => queryAll(table, pk, keys)),
    );
    return found.flat();
  };

  return {
    async putMinute({ at, writer, version, usage }) {
      await table.put(
        {
          pk: minutesOf(at, shardOf(writer)),
          sk: `${at.toISOString()}#${writer}`,
          at: at.getTime(),
          writer,
          version,
          usage: writeUsage(usage),
          expiresAt: expiryOf(at),
        },
        // A try that was given up may come after the one that followed it.
        {
          ConditionExpression: "attribute_not_exists(pk) OR version < :version",
          ExpressionAttributeValues: { ":version": version },
        },
      );
    },
    async minutes(range) {
      const items = await between(
        startsIn("day", range).flatMap((day) =>
          shards.map((shard) => minutesOf(day, shard)),
        ),
        range,
      );
      return items.map((item): MinuteRow => understand(Minute, item));
    },
    async putHour({ at, usage, total }) {
      await table.put({
        pk: hoursOf(at),
        sk: at.toISOString(),
        at: at.getTime(),
        usage: writeUsage(usage),
        total: writeUsage(total),
        expiresAt: expiryOf(at, KEEP_HOURS_MS),
      });
    },
    async hours(range) {
      const items = await between(startsIn("day", range).map(hoursOf), range);
      return items.map(toHour).toSorted(byTime);
    },
    async newestHour(before) {
      const last = later(before, -1);
      const oldest = later(last, -KEEP_USAGE_MS);
      const days = startsIn("day", { from: oldest, to: before });
      for (const day of days.toReversed()) {
        const { items } = await table.query({
          KeyConditionExpression: "pk = :pk AND sk < :before",
          ExpressionAttributeValues: {
            ":pk": hoursOf(day),
            ":before": before.toISOString(),
          },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 1,
        });
        if (items[0]) return toHour(items[0]);
      }
      return undefined;
    },
    async markLate({ at, id }) {
      const sk = `${at.toISOString()}#${id}`;
      const expiresAt = expiryOf(at);
      await table.put({ pk: LATE, sk, at: at.getTime(), id, expiresAt });
    },
    async lateMarks() {
      const items = await queryAll(table, LATE);
      return items.map((item) => understand(Mark, item));
    },
    async removeLateMark({ at, id }) {
      await table.delete({ pk: LATE, sk: `${at.toISOString()}#${id}` });
    },
    async putDepth(depth) {
      const { at } = depth;
      await table.put({
        ...(encodeTimes(depth) as Item),
        pk: depthsOf(at),
        sk: at.toISOString(),
        expiresAt: expiryOf(at),
      });
    },
    async depths(range) {
      const items = await between(startsIn("day", range).map(depthsOf), range);
      return items.map((item) => understand(DepthRow, item)).toSorted(byTime);
    },
  };
}

const shards = Array.from({ length: SHARDS }, (_, shard) => shard);

const shardOf = (writer: string): number =>
  (createHash("sha256").update(writer).digest()[0] ?? 0) % SHARDS;

const dayOf = (at: Date): string =>
  at.toISOString().slice(0, "2030-01-01".length);

const minutesOf = (at: Date, shard: number): string =>
  `minutes#${dayOf(at)}#${shard}`;
const hoursOf = (at: Date): string => `hours#${dayOf(at)}`;
const depthsOf = (at: Date): string => `depths#${dayOf(at)}`;

const expiryOf = (at: Date, keepMs = KEEP_USAGE_MS): number =>
  toSeconds(at.getTime() + keepMs + PERIOD_MS.day);

const toHour = (item: Item): HourRow => understand(Hour, item);

const byTime = (one: { readonly at: Date }, other: { readonly at: Date }) =>
  one.at.getTime() - other.at.getTime();
