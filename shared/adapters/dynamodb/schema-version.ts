/**
 * Every row says which version of the schema wrote it last (`v`) and, when that broke with former
 * ones, from which on it may be touched (`minV`): written and checked here alone (docs/adr/0026).
 */
import type {
  PutCommandInput,
  UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { StoreError } from "../../ports/task-store.ts";

/** Grows with each change of what is stored. Rows without one were written by version 1. */
const SCHEMA_VERSION = 1;

type Condition = Pick<
  PutCommandInput,
  "ConditionExpression" | "ExpressionAttributeValues"
>;
type Update = Omit<UpdateCommandInput, "TableName" | "Key">;

const MAY_TOUCH = "(attribute_not_exists(minV) OR minV <= :schema)";

const guarded = ({
  ConditionExpression: own,
  ExpressionAttributeValues: values,
}: Condition) => ({
  ConditionExpression:
    own === undefined ? MAY_TOUCH : `(${own}) AND ${MAY_TOUCH}`,
  ExpressionAttributeValues: { ...values, ":schema": SCHEMA_VERSION },
});

export const stampedPut = <T extends Record<string, unknown>>(
  item: T,
  condition: Condition = {},
) => ({
  ...condition,
  Item: { ...item, v: SCHEMA_VERSION },
  ...guarded(condition),
});

/** @param change its expression begins with what it sets, if it sets anything */
export const stampedUpdate = (change: Update): Update => {
  const { UpdateExpression = "" } = change;
  const isSetting = UpdateExpression.startsWith("SET ");
  const rest = isSetting
    ? UpdateExpression.replace("SET ", ", ")
    : ` ${UpdateExpression}`;
  return {
    ...change,
    UpdateExpression: `SET v = :schema${rest}`,
    ...guarded(change),
  };
};

/** @throws StoreError when only newer versions may read the row */
export function refuseNewer(item: Readonly<Record<string, unknown>>): void {
  const needed = item["minV"];
  if (typeof needed !== "number" || needed <= SCHEMA_VERSION) return;
  const row = `${String(item["pk"])} ${String(item["sk"])}`;
  const cause = new Error(
    `it needs version ${String(needed)} of the schema, and this is version ${String(SCHEMA_VERSION)}: deploy the newer version here, too`,
  );
  throw new StoreError(`read the row ${row}`, { cause });
}
