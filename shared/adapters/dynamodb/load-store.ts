/** What the usage windows hold back, in the row of the gate `load`, so that whoever reads the gates sees it closed. */
import * as z from "zod";
import { OWN_ACTOR } from "../../domain/audit.ts";
import { LOAD_LEVELS } from "../../domain/load/load-level.ts";
import { loadGate, type LoadState } from "../../domain/load/load-state.ts";
import type { Head } from "../../ports/control-store.ts";
import type { LoadStore } from "../../ports/load-store.ts";
import { encodeTimes } from "./encode-times.ts";
import { replaceVersion } from "./marked-write.ts";
import { type Item, type Table, understand } from "./table.ts";

const KEY = { pk: "gate", sk: "load" };

const time = z.number().transform((ms) => new Date(ms));

const LoadRow = z.object({
  version: z.number(),
  closed: z.boolean(),
  since: time,
  windows: z
    .array(
      z.object({
        name: z.string(),
        utilization: z.number(),
        expected: z.number().nullable(),
        resetsAt: time,
        seenAt: time,
        level: z.enum(LOAD_LEVELS),
      }),
    )
    .default([]),
  overruled: z.array(z.object({ name: z.string(), until: time })).default([]),
});

const ROW = { key: KEY, attributes: Object.keys(LoadRow.shape) };

export function dynamoDbLoadStore(
  table: Table,
  head: Pick<Head, "move">,
): LoadStore {
  return {
    async read() {
      const item = await table.get(KEY);
      if (!item) return { state: { windows: [], overruled: [] }, version: 0 };
      const { version, closed, since, ...rest } = understand(LoadRow, item);
      return { version, state: { ...rest, ...(closed && { since }) } };
    },
    async replace({ version }, next) {
      const isOurs = await replaceVersion(table, ROW, version, toItem(next));
      await head.move();
      return isOurs;
    },
  };
}

function toItem(state: LoadState): Item {
  const gate = loadGate(state);
  return {
    closed: gate !== undefined,
    reason: gate?.reason ?? "open",
    actor: gate?.actor ?? OWN_ACTOR,
    since: gate?.since.getTime() ?? 0,
    until: gate?.until?.getTime(),
    holds: gate?.holds,
    windows: encodeTimes(state.windows),
    overruled: encodeTimes(state.overruled),
  };
}
