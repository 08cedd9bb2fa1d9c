import { z } from "zod";
import { TemplateError, type Resource } from "./read-template.ts";

const KeySchema = z.array(
  z.strictObject({
    AttributeName: z.string(),
    KeyType: z.enum(["HASH", "RANGE"]),
  }),
);

const Projection = z.strictObject({
  ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
  NonKeyAttributes: z.array(z.string()).optional(),
});

const Index = z.strictObject({ IndexName: z.string(), KeySchema, Projection });

const Table = z.strictObject({
  TableName: z.string(),
  BillingMode: z.literal("PAY_PER_REQUEST"),
  AttributeDefinitions: z.array(
    z.strictObject({
      AttributeName: z.string(),
      AttributeType: z.enum(["S", "N", "B"]),
    }),
  ),
  KeySchema,
  GlobalSecondaryIndexes: z.array(Index).optional(),
  LocalSecondaryIndexes: z.array(Index).optional(),
});

/**
 * What only means something on AWS. Time to live is among them because the emulator lacks
 * UpdateTimeToLive; nothing may rely on when it deletes, so nothing misses it.
 */
const WITHOUT_LOCAL_MEANING = new Set([
  "ContributorInsightsSpecification",
  "DeletionProtectionEnabled",
  "OnDemandThroughput",
  "PointInTimeRecoverySpecification",
  "SSESpecification",
  "TableClass",
  "Tags",
  "TimeToLiveSpecification",
]);

export type TableShape = z.infer<typeof Table>;

/** What CreateTable needs to know of a table resource; a property of neither list is an error. */
export function tableShape(id: string, table: Resource): TableShape {
  const meant = Object.entries(table.properties).filter(
    ([property]) => !WITHOUT_LOCAL_MEANING.has(property),
  );
  const parsed = Table.safeParse(Object.fromEntries(meant));
  if (parsed.success) return parsed.data;
  throw new TemplateError(
    `table ${id} cannot be created on the local stack:\n${z.prettifyError(parsed.error)}`,
  );
}
