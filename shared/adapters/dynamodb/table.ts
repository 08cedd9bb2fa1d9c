/**
 * The one way in which the stores here talk to a table: errors translated, lost conditions as
 * values, and rows with the version of their schema.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import type { ZodType } from "zod";
import { StoreError } from "../../ports/task-store.ts";
import { refuseNewer, stampedPut, stampedUpdate } from "./schema-version.ts";

export type Item = Record<string, unknown>;
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** A write that lost its condition. */
export const LOST = Symbol("lost condition");

export interface Table {
  /** Strongly consistent. */
  get(key: Key): Promise<Item | undefined>;
  /** Strongly consistent, at most 100 keys; those that exist, in no order. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  put(
    item: Item & Key,
    condition?: Omit<PutCommandInput, "TableName" | "Item">,
  ): Promise<Item | typeof LOST>;
  /** Gives the item as it is afterwards. */
  update(
    key: Key,
    change: Omit<UpdateCommandInput, "TableName" | "Key">,
  ): Promise<Item | typeof LOST>;
  /** Deleting what is not there is no error. */
  delete(key: Key): Promise<void>;
  query(input: Omit<QueryCommandInput, "TableName">): Promise<{
    readonly items: readonly Item[];
    /** Also where only counting was asked for. */
    readonly count: number;
    readonly last?: Item;
  }>;
}

export function dynamoDbTable(
  client: DynamoDBDocumentClient,
  tableName: string,
): Table {
  const conditional = async (
    operation: string,
    work: Promise<{ Attributes?: Item | undefined }>,
  ): Promise<Item | typeof LOST> => {
    try {
      return (await work).Attributes ?? {};
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return LOST;
      throw new StoreError(operation, { cause: error });
    }
  };
  return {
    async get(key) {
      const request = { TableName: tableName, Key: key, ConsistentRead: true };
      const { Item: item } = await translated(
        "read",
        client.send(new GetCommand(request)),
      );
      if (item) refuseNewer(item);
      return item;
    },
    async getMany(keys) {
      const found: Item[] = [];
      let wanted: Item[] = keys.map((key) => ({ ...key }));
      // What one answer had no room or capacity for is asked again; the client's own back-off slows it.
      while (wanted.length > 0) {
        const request = { [tableName]: { Keys: wanted, ConsistentRead: true } };
        const answer = await translated(
          "read",
          client.send(new BatchGetCommand({ RequestItems: request })),
        );
        found.push(...(answer.Responses?.[tableName] ?? []));
        wanted = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
      }
      return found;
    },
    put: (item, condition) =>
      conditional(
        "write",
        client.send(
          new PutCommand({
            TableName: tableName,
            ...stampedPut(item, condition),
          }),
        ),
      ),
    update: (key, change) =>
      conditional(
        "write",
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: key,
            ReturnValues: "ALL_NEW",
            ...stampedUpdate(change),
          }),
        ),
      ),
    delete: async (key) => {
      await translated(
        "delete",
        client.send(new DeleteCommand({ TableName: tableName, Key: key })),
      );
    },
    query: async (input) => {
      const page = await translated(
        "query",
        client.send(new QueryCommand({ TableName: tableName, ...input })),
      );
      return {
        items: page.Items ?? [],
        count: page.Count ?? 0,
        ...(page.LastEvaluatedKey && { last: page.LastEvaluatedKey }),
      };
    },
  };
}

/** Every row of a partition, or of a range of its keys, as it is now. For those that hold few. */
export async function queryAll(
  table: Table,
  pk: string,
  keys?: { readonly first: string; readonly last: string },
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let last: Item | undefined;
  do {
    const page = await table.query({
      KeyConditionExpression: keys
        ? "pk = :pk AND sk BETWEEN :first AND :last"
        : "pk = :pk",
      ExpressionAttributeValues: {
        ":pk": pk,
        ...(keys && { ":first": keys.first, ":last": keys.last }),
      },
      ConsistentRead: true,
      ExclusiveStartKey: last,
    });
    items.push(...page.items);
    last = page.last;
  } while (last);
  return items;
}

/**
 * The row as `schema` has it; what newer versions wrote besides is left out.
 *
 * @throws StoreError when it is not one of ours, naming row and field, or too new for us
 */
export function understand<T>(schema: ZodType<T>, item: Item): T {
  refuseNewer(item);
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  const row = `${String(item["pk"])} ${String(item["sk"])}`;
  throw new StoreError(`understand the row ${row}`, { cause: parsed.error });
}

async function translated<T>(operation: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new StoreError(operation, { cause: error });
  }
}
