/** Gates, head, tokens and executors in the Control table. */
import { z } from "zod";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { SCOPES } from "../../domain/access-token.ts";
import { type ClosedGate, GATE_NAMES } from "../../domain/gate.ts";
import { EXECUTOR_SEEN_MS } from "../../domain/timing.ts";
import type { AccountLimitStore } from "../../ports/account-limit-store.ts";
import type { AuditTrail } from "../../ports/audit-trail.ts";
import type {
  ExecutorRegistry,
  GateStore,
  Head,
  TokenStore,
} from "../../ports/control-store.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import type { StopStore } from "../../ports/stop-store.ts";
import { dynamoDbAccountLimitStore } from "./account-limit-store.ts";
import { dynamoDbAuditTrail } from "./audit-trail.ts";
import { dynamoDbSessionStore } from "./session-store.ts";
import { dynamoDbStopStore } from "./stop-store.ts";
import {
  dynamoDbTable,
  type Item,
  LOST,
  type Table,
  understand,
} from "./table.ts";
import { toSeconds } from "./task-item.ts";

export interface ControlStores {
  readonly gates: GateStore;
  readonly head: Head;
  readonly tokens: TokenStore;
  readonly executors: ExecutorRegistry;
  readonly limits: AccountLimitStore;
  readonly trail: AuditTrail;
  readonly sessions: SessionStore;
  readonly stop: StopStore;
}

export function dynamoDbControlStores(options: {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}): ControlStores {
  const table = dynamoDbTable(options.client, options.tableName);
  const head = headOf(table);
  return {
    head,
    gates: gatesOf(table, head),
    tokens: tokensOf(table),
    executors: executorsOf(table),
    limits: dynamoDbAccountLimitStore(table, head),
    trail: dynamoDbAuditTrail(table),
    sessions: dynamoDbSessionStore(table, head),
    stop: dynamoDbStopStore(table),
  };
}

const HEAD_KEY = { pk: "head", sk: "head" };

function headOf(table: Table): Head {
  return {
    read: async () => Number((await table.get(HEAD_KEY))?.["version"] ?? 0),
    move: async () => {
      await table.update(HEAD_KEY, {
        UpdateExpression: "ADD version :one",
        ExpressionAttributeValues: { ":one": 1 },
      });
    },
  };
}

const time = z.number().transform((ms) => new Date(ms));

const GateRow = z.object({
  sk: z.enum(GATE_NAMES),
  closed: z.boolean(),
  reason: z.string(),
  actor: z.string(),
  since: time,
  until: time.exactOptional(),
});

function gatesOf(table: Table, head: Head): GateStore {
  const closedGates = async (): Promise<readonly ClosedGate[]> => {
    const rows = await all(table, "gate");
    return rows
      .map((row) => understand(GateRow, row))
      .filter((row) => row.closed)
      .map(({ sk: name, closed: _, ...gate }) => ({ name, ...gate }));
  };

  /** A refused write is ours all the same when the row says what we wrote: only the answer was lost. */
  const isOurs = async (gate: ClosedGate): Promise<boolean> =>
    (await closedGates()).some(
      ({ name, reason, actor, since }) =>
        name === gate.name &&
        reason === gate.reason &&
        actor === gate.actor &&
        since.getTime() === gate.since.getTime(),
    );

  return {
    closedGates,
    async close(gate) {
      const until = gate.until?.getTime();
      const result = await table.update(
        { pk: "gate", sk: gate.name },
        {
          UpdateExpression: `SET closed = :yes, reason = :reason, actor = :actor, since = :since${until === undefined ? " REMOVE #until" : ", #until = :until"} ADD version :one`,
          // One whose time is over counts as open.
          ConditionExpression:
            "attribute_not_exists(closed) OR closed = :no OR #until <= :since",
          ExpressionAttributeNames: { "#until": "until" },
          ExpressionAttributeValues: {
            ":yes": true,
            ":no": false,
            ":reason": gate.reason,
            ":actor": gate.actor,
            ":since": gate.since.getTime(),
            ...(until !== undefined && { ":until": until }),
            ":one": 1,
          },
        },
      );
      // Also when it was closed already: whoever closed it may have died before it moved the head.
      await head.move();
      return result !== LOST || (await isOurs(gate));
    },
    async open(name) {
      const result = await table.update(
        { pk: "gate", sk: name },
        {
          UpdateExpression: "SET closed = :no ADD version :one",
          ConditionExpression: "closed = :yes",
          ExpressionAttributeValues: { ":yes": true, ":no": false, ":one": 1 },
        },
      );
      await head.move();
      return result !== LOST;
    },
  };
}

const TokenRow = z.object({
  sk: z.string(),
  secretHash: z.string(),
  agent: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  validUntil: time,
});

function tokensOf(table: Table): TokenStore {
  return {
    async find(id) {
      const item = await table.get({ pk: "token", sk: id });
      if (!item) return undefined;
      const { sk, validUntil, ...rest } = understand(TokenRow, item);
      return { id: sk, expiresAt: validUntil, ...rest };
    },
    async save({ id, expiresAt, ...rest }) {
      await table.put({
        pk: "token",
        sk: id,
        ...rest,
        scopes: [...rest.scopes],
        validUntil: expiresAt.getTime(),
        expiresAt: toSeconds(expiresAt.getTime()),
      });
    },
  };
}

const ExecutorRow = z.object({
  sk: z.string(),
  slots: z.number(),
  running: z.number(),
  lastSeenAt: time,
  problem: z.string().exactOptional(),
});

function executorsOf(table: Table): ExecutorRegistry {
  return {
    async note({ id, lastSeenAt, ...rest }) {
      await table.put({
        pk: "executor",
        sk: id,
        ...rest,
        lastSeenAt: lastSeenAt.getTime(),
        expiresAt: toSeconds(lastSeenAt.getTime() + EXECUTOR_SEEN_MS),
      });
    },
    async seenSince(since) {
      const rows = await all(table, "executor");
      return rows
        .map((row) => understand(ExecutorRow, row))
        .filter((row) => row.lastSeenAt >= since)
        .map(({ sk: id, ...rest }) => ({ id, ...rest }));
    },
    async forget(id) {
      await table.delete({ pk: "executor", sk: id });
    },
  };
}

async function all(table: Table, pk: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let last: Item | undefined;
  do {
    const page = await table.query({
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ConsistentRead: true,
      ExclusiveStartKey: last,
    });
    items.push(...page.items);
    last = page.last;
  } while (last);
  return items;
}
