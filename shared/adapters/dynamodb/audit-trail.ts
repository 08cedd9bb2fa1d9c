/** The audit trail in the Control table: one row an entry, by time. */
import * as z from "zod";
import { AUDIT_ACTIONS, type AuditEntry } from "../../domain/audit.ts";
import { KEEP_AUDIT_MS } from "../../domain/timing.ts";
import type { AuditFilter, AuditTrail } from "../../ports/audit-trail.ts";
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
    async list({ limit, after, ...filter }) {
      const { first, last } = boundsOf(filter);
      if (after !== undefined && after <= first) return { entries: [] };
      // A key beyond the bounds is refused as a place to go on from.
      let next = after !== undefined && after < last ? after : undefined;
      const found: Item[] = [];
      let queries = 0;
      do {
        const page = await table.query({
          ...wanted(filter, limit),
          ScanIndexForward: false,
          ...(next && { ExclusiveStartKey: { pk: PARTITION, sk: next } }),
        });
        found.push(...page.items);
        next = page.last && String(page.last["sk"]);
        queries += 1;
      } while (next && found.length <= limit && queries < MOST_QUERIES);
      const entries = found.slice(0, limit).map(toEntry);
      const end = entries.at(-1);
      if (found.length > limit && end)
        return { entries, last: positionOf(end) };
      return { entries, ...(next !== undefined && { last: next }) };
    },
  };
}

/** Each reads a megabyte: what is rare shall be found, and the answer come in time. */
const MOST_QUERIES = 8;

/** Of the sort key, which begins with a time: before all of them, and behind. */
const [FIRST, LAST] = ["0", ":"];

const boundsOf = ({ from, to }: AuditFilter) => ({
  first: from?.toISOString() ?? FIRST,
  last: to?.toISOString() ?? LAST,
});

function wanted({ actor, action, ...range }: AuditFilter, limit: number) {
  const { first, last } = boundsOf(range);
  const fields = Object.entries({ actor, action }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  const isFiltered = fields.length > 0;
  return {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: {
      ":pk": PARTITION,
      ":first": first,
      ":last": last,
      ...Object.fromEntries(
        fields.map(({ name, value }) => [`:${name}`, value]),
      ),
    },
    // Counts what is read, not what the filter lets through. One more tells whether anything is left.
    ...(!isFiltered && { Limit: limit + 1 }),
    ...(isFiltered && {
      FilterExpression: fields
        .map(({ name }) => `#${name} = :${name}`)
        .join(" AND "),
      ExpressionAttributeNames: Object.fromEntries(
        fields.map(({ name }) => [`#${name}`, name]),
      ),
    }),
  };
}

const positionOf = ({ at, id }: Pick<AuditEntry, "at" | "id">): string =>
  `${at.toISOString()}#${id}`;

const toEntry = (item: Item): AuditEntry => understand(AuditRow, item);
