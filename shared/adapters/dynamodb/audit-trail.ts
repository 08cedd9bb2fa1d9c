/** The audit trail in the Control table: one row an entry, by time. */
import * as z from "zod";
import { AUDIT_ACTIONS, type AuditEntry } from "../../domain/audit.ts";
import { KEEP_AUDIT_MS } from "../../domain/timing.ts";
import type { AuditTrail } from "../../ports/audit-trail.ts";
import { type Item, type Table, understand } from "./table.ts";
import { toSeconds } from "./task-item.ts";

const PARTITION = "audit";

const AuditRow = z.object({
  id: z.string(),
  at: z.number().transform((ms) => new Date(ms)),
  action: z.enum(AUDIT_ACTIONS),
  actor: z.string(),
  reason: z.string().exactOptional(),
  detail: z
    .string()
    .transform((json) => JSON.parse(json) as Record<string, unknown>)
    .exactOptional(),
});

export function dynamoDbAuditTrail(table: Table): AuditTrail {
  return {
    async add({ at, detail, ...rest }) {
      await table.put(
        {
          ...rest,
          pk: PARTITION,
          sk: positionOf({ at, id: rest.id }),
          at: at.getTime(),
          detail: detail && JSON.stringify(detail),
          expiresAt: toSeconds(at.getTime() + KEEP_AUDIT_MS),
        },
        // One whose answer was lost is written again by the client.
        { ConditionExpression: "attribute_not_exists(pk)" },
      );
    },
    async list({ limit, after }) {
      const page = await table.query({
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": PARTITION },
        ScanIndexForward: false,
        // One more than is given: it tells whether anything is left.
        Limit: limit + 1,
        ...(after !== undefined && {
          ExclusiveStartKey: { pk: PARTITION, sk: after },
        }),
      });
      const entries = page.items.slice(0, limit).map(toEntry);
      const hasMore = page.last !== undefined || page.items.length > limit;
      const end = entries.at(-1);
      return { entries, ...(hasMore && end && { last: positionOf(end) }) };
    },
  };
}

const positionOf = ({ at, id }: Pick<AuditEntry, "at" | "id">): string =>
  `${at.toISOString()}#${id}`;

const toEntry = (item: Item): AuditEntry => understand(AuditRow, item);
