/** What operators changed of the settings: one row of the Control table. */
import * as z from "zod";
import type { Head } from "../../ports/control-store.ts";
import type { SettingsStore } from "../../ports/settings-store.ts";
import { replaceVersion } from "./marked-write.ts";
import type { Key, Table } from "./table.ts";

const KEY: Key = { pk: "settings", sk: "settings" };

/** A text, because not every name of JSON can be the name of an attribute. */
const Patch = z
  .string()
  .transform(parse)
  .pipe(z.record(z.string(), z.json()))
  .catch({});

/** Without `catch` a row that was spoilt by hand would stop every executor. */
const SettingsRow = z.object({
  version: z.int().min(0).catch(0),
  patch: Patch,
  changedAt: z
    .int()
    .transform((ms) => new Date(ms))
    .optional()
    .catch(undefined),
  changedBy: z.string().optional().catch(undefined),
});

const ROW = { key: KEY, attributes: Object.keys(SettingsRow.shape) };

export function dynamoDbSettingsStore(
  table: Table,
  head: Pick<Head, "move">,
): SettingsStore {
  return {
    async read() {
      const row = SettingsRow.parse((await table.get(KEY)) ?? {});
      const { version, patch, changedAt, changedBy } = row;
      return {
        version,
        patch,
        ...(changedAt && { changedAt }),
        ...(changedBy !== undefined && { changedBy }),
      };
    },
    async replace({ version }, { patch, changedAt, changedBy }) {
      const item = {
        patch: JSON.stringify(patch),
        changedAt: changedAt.getTime(),
        changedBy,
      };
      const isOurs = await replaceVersion(table, ROW, version, item);
      await head.move();
      return isOurs;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
