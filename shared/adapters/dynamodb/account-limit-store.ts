/** The account's limits in the row of the gate `limit`, so that whoever reads the gates sees it closed. */
import { z } from "zod";
import {
  type AccountLimit,
  LIMIT_REASONS,
  UNLIMITED,
} from "../../domain/account-limit.ts";
import type { TaskId } from "../../domain/task.ts";
import type { Head } from "../../ports/control-store.ts";
import type { AccountLimitStore } from "../../ports/account-limit-store.ts";
import { type Item, LOST, type Table, understand } from "./table.ts";

const KEY = { pk: "gate", sk: "limit" };
const ACTOR = "ccsp";

const time = z.number().transform((ms) => new Date(ms));

const LimitRow = z.object({
  version: z.number(),
  closed: z.boolean(),
  reason: z.string(),
  since: time,
  until: time.exactOptional(),
  canaryUntil: time.exactOptional(),
  openedAt: time.exactOptional(),
  refusals: z.number().default(0),
  unavailable: z
    .array(
      z.object({
        taskId: z.string().transform((id) => id as TaskId),
        at: time,
      }),
    )
    .default([]),
  failuresInARow: z.number().default(0),
  nearlyUsed: z
    .array(
      z.object({
        name: z.string(),
        utilization: z.number().exactOptional(),
        resetsAt: time.exactOptional(),
      }),
    )
    .exactOptional(),
});

export function dynamoDbAccountLimitStore(
  table: Table,
  head: Pick<Head, "move">,
): AccountLimitStore {
  return {
    async read() {
      const item = await table.get(KEY);
      if (!item)
        return {
          limit: UNLIMITED,
          version: 0,
        };
      const row = understand(LimitRow, item);
      return { limit: toLimit(row), version: row.version };
    },
    async replace(seen, next) {
      const result = await table.put(
        { ...KEY, ...toItem(next), version: seen.version + 1 },
        seen.version === 0
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : {
              ConditionExpression: "version = :seen",
              ExpressionAttributeValues: { ":seen": seen.version },
            },
      );
      await head.move();
      return result !== LOST;
    },
  };
}

function toLimit(row: z.output<typeof LimitRow>): AccountLimit {
  const { version: _, closed, reason, since, until, ...rest } = row;
  // A person may have closed the gate with words of their own: then it is theirs alone.
  const known = LIMIT_REASONS.find((each) => each === reason);
  return closed && known && until
    ? { ...rest, closed: { reason: known, since, until } }
    : rest;
}

function toItem(limit: AccountLimit): Item {
  const { closed, canaryUntil, openedAt, unavailable, nearlyUsed, ...counts } =
    limit;
  return {
    ...counts,
    closed: closed !== undefined,
    reason: closed?.reason ?? "open",
    actor: ACTOR,
    since: closed?.since.getTime() ?? 0,
    until: closed?.until.getTime(),
    canaryUntil: canaryUntil?.getTime(),
    openedAt: openedAt?.getTime(),
    nearlyUsed: nearlyUsed?.map(({ resetsAt, ...window }) => ({
      ...window,
      resetsAt: resetsAt?.getTime(),
    })),
    unavailable: unavailable.map(({ taskId, at }) => ({
      taskId,
      at: at.getTime(),
    })),
  };
}
