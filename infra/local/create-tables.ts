import { isDeepStrictEqual } from "node:util";
import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  waitUntilTableExists,
  type DynamoDBClient,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import type { Resource } from "./read-template.ts";
import { tableShape, type TableShape } from "./table-properties.ts";

/** Longest wait for a table to become active, seconds; the emulator needs none. */
const ACTIVE_WITHIN_SECONDS = 30;

/**
 * Creates every table that is not there yet; again is harmless.
 *
 * @returns the tables' names by logical id
 */
export async function createTables(
  dynamodb: DynamoDBClient,
  tables: ReadonlyMap<string, Resource>,
): Promise<Readonly<Record<string, string>>> {
  const names: Record<string, string> = {};
  for (const [id, table] of tables) {
    const shape = tableShape(id, table);
    const existing = await describe(dynamodb, shape.TableName);
    if (existing === undefined) await create(dynamodb, shape);
    else refuseAnotherShape(shape, existing);
    names[id] = shape.TableName;
  }
  return names;
}

async function describe(
  dynamodb: DynamoDBClient,
  name: string,
): Promise<TableDescription | undefined> {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName: name })))
      .Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(
  dynamodb: DynamoDBClient,
  shape: TableShape,
): Promise<void> {
  await dynamodb.send(new CreateTableCommand(shape));
  await waitUntilTableExists(
    { client: dynamodb, maxWaitTime: ACTIVE_WITHIN_SECONDS, minDelay: 1 },
    { TableName: shape.TableName },
  );
}

/** An existing table keeps its keys and indexes for ever: a new release that wants others needs new state. */
function refuseAnotherShape(
  wanted: TableShape,
  existing: TableDescription,
): void {
  if (isDeepStrictEqual(keys(wanted), keys(existing))) return;
  throw new Error(
    `table ${wanted.TableName} was made by another version of this service, with other keys or indexes. ` +
      "Remove the state directory (CCSP_STATE_DIR, .ccsp by default; the tasks in it are lost) and start again.",
  );
}

type Keyed = Pick<
  TableDescription,
  | "AttributeDefinitions"
  | "KeySchema"
  | "GlobalSecondaryIndexes"
  | "LocalSecondaryIndexes"
>;

function keys(table: Keyed): unknown {
  return {
    attributes: sorted(
      table.AttributeDefinitions?.map(
        (one) => `${one.AttributeName}:${one.AttributeType}`,
      ),
    ),
    primary: keyText(table.KeySchema),
    global: sorted(table.GlobalSecondaryIndexes?.map(indexText)),
    local: sorted(table.LocalSecondaryIndexes?.map(indexText)),
  };
}

type Index = NonNullable<Keyed["LocalSecondaryIndexes"]>[number];

function indexText(index: Index): string {
  const projected = sorted(index.Projection?.NonKeyAttributes).join();
  return `${index.IndexName} ${keyText(index.KeySchema)} ${index.Projection?.ProjectionType} ${projected}`;
}

function keyText(key: Keyed["KeySchema"]): string {
  return (key ?? [])
    .map((part) => `${part.KeyType}:${part.AttributeName}`)
    .join();
}

function sorted(texts: readonly string[] | undefined): readonly string[] {
  return [...(texts ?? [])].sort();
}
