/**
 * Long texts beside a row: compressed and split into items of at most 350 kB, under keys of their
 * own, written before the row that points to them. Short ones stay in the row: below 1 KiB the
 * capacity they cost there at each write is less than that of an item of their own.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { StoreError } from "../../ports/task-store.ts";
import { LOST, type Table } from "./table.ts";

const MAX_INLINE_BYTES = 1_024;
/** Under the 400 KB of an item. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const CHUNK_BYTES = 350_000;

/** What the row holds: the text itself, or where its chunks are. */
export const StoredPayload = z.union([
  z.object({ text: z.string() }),
  z.object({ name: z.string(), chunks: z.number().int().positive() }),
]);
export type StoredPayload = z.infer<typeof StoredPayload>;

export interface PayloadKey {
  readonly pk: string;
  /** Unique within the partition, for example `request` or `result#7`. */
  readonly name: string;
  /** Epoch seconds after which the chunks may go. */
  readonly expiresAt: number;
}

export async function writePayload(
  table: Table,
  key: PayloadKey,
  value: unknown,
): Promise<StoredPayload> {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) <= MAX_INLINE_BYTES) return { text };
  const packed = gzipSync(text);
  const chunks = Math.ceil(packed.length / CHUNK_BYTES);
  await Promise.all(
    Array.from({ length: chunks }, (_, index) =>
      table.put({
        pk: key.pk,
        sk: chunkKey(key.name, index),
        data: packed.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
        expiresAt: key.expiresAt,
      }),
    ),
  );
  return { name: key.name, chunks };
}

/** Lets what is there live until `expiresAt`. @throws StoreError when a chunk is missing */
export async function keepPayload(
  table: Table,
  pk: string,
  stored: StoredPayload,
  expiresAt: number,
): Promise<void> {
  if ("text" in stored) return;
  await Promise.all(
    Array.from({ length: stored.chunks }, async (_, index) => {
      const sk = chunkKey(stored.name, index);
      const kept = await table.update(
        { pk, sk },
        {
          UpdateExpression: "SET expiresAt = :expiresAt",
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: { ":expiresAt": expiresAt },
          ReturnValues: "NONE",
        },
      );
      if (kept === LOST) throw missing(pk, sk);
    }),
  );
}

/** @throws StoreError when a chunk is missing, or when what is there is not what was written */
export async function readPayload(
  table: Table,
  pk: string,
  stored: StoredPayload,
): Promise<unknown> {
  const read =
    "text" in stored
      ? () => stored.text
      : unpacked(await readChunks(table, pk, stored));
  try {
    return JSON.parse(read()) as unknown;
  } catch (cause) {
    throw new StoreError(`understand a payload of ${pk}`, { cause });
  }
}

const unpacked = (packed: Uint8Array) => (): string =>
  gunzipSync(packed).toString("utf8");

async function readChunks(
  table: Table,
  pk: string,
  { name, chunks }: { readonly name: string; readonly chunks: number },
): Promise<Uint8Array> {
  const parts = await Promise.all(
    Array.from({ length: chunks }, async (_, index) => {
      const item = await table.get({ pk, sk: chunkKey(name, index) });
      const data = item?.["data"];
      if (data instanceof Uint8Array) return data;
      throw missing(pk, chunkKey(name, index));
    }),
  );
  return Buffer.concat(parts);
}

const missing = (pk: string, sk: string): StoreError =>
  new StoreError("read", { cause: new Error(`${pk} lacks ${sk}`) });

const chunkKey = (name: string, index: number): string =>
  `${name}#${String(index)}`;
