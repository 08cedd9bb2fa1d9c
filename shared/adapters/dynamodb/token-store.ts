/** Bearer tokens in the Control table: one row a token, without its secret. */
import * as z from "zod";
import { SCOPES } from "../../domain/access-token.ts";
import type { TokenStore } from "../../ports/control-store.ts";
import { updateMarked } from "./marked-write.ts";
import { queryAll, type Table, understand } from "./table.ts";
import { toSeconds } from "./task-item.ts";

const PARTITION = "token";

const time = z.number().transform((ms) => new Date(ms));

const TokenRow = z
  .object({
    sk: z.string(),
    secretHash: z.string(),
    agent: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    validUntil: time,
    createdAt: time.exactOptional(),
    revokedAt: time.exactOptional(),
  })
  .transform(({ sk: id, validUntil: expiresAt, ...rest }) => ({
    id,
    expiresAt,
    ...rest,
  }));

export function dynamoDbTokenStore(table: Table): TokenStore {
  return {
    async find(id) {
      const item = await table.get(keyOf(id));
      return item && understand(TokenRow, item);
    },
    async save({ id, expiresAt, createdAt, revokedAt, ...rest }) {
      await table.put({
        ...keyOf(id),
        ...rest,
        scopes: [...rest.scopes],
        createdAt: createdAt?.getTime(),
        revokedAt: revokedAt?.getTime(),
        validUntil: expiresAt.getTime(),
        expiresAt: toSeconds(expiresAt.getTime()),
      });
    },
    revoke: (id, at) =>
      updateMarked(table, keyOf(id), {
        UpdateExpression: "SET revokedAt = :at, writeId = :writeId",
        ConditionExpression:
          "attribute_exists(pk) AND attribute_not_exists(revokedAt)",
        ExpressionAttributeValues: { ":at": at.getTime() },
      }),
    shorten: (id, expiresAt) =>
      updateMarked(table, keyOf(id), {
        UpdateExpression:
          "SET validUntil = :until, expiresAt = :forgetAt, writeId = :writeId",
        ConditionExpression: "validUntil > :until",
        ExpressionAttributeValues: {
          ":until": expiresAt.getTime(),
          ":forgetAt": toSeconds(expiresAt.getTime()),
        },
      }),
    async list() {
      const rows = await queryAll(table, PARTITION);
      return rows.map((row) => understand(TokenRow, row));
    },
  };
}

const keyOf = (id: string) => ({ pk: PARTITION, sk: id });
