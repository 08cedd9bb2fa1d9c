/** What steers the service, in the Control table: head and executors here, the rest beside it. */
import * as z from "zod";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { EXECUTOR_SEEN_MS } from "../../domain/timing.ts";
import type { AccountLimitStore } from "../../ports/account-limit-store.ts";
import type { LoadStore } from "../../ports/load-store.ts";
import type { AuditTrail } from "../../ports/audit-trail.ts";
import type {
  ExecutorRegistry,
  GateStore,
  Head,
  TokenStore,
} from "../../ports/control-store.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import type { SettingsStore } from "../../ports/settings-store.ts";
import type { StopStore } from "../../ports/stop-store.ts";
import { dynamoDbAccountLimitStore } from "./account-limit-store.ts";
import { dynamoDbAuditTrail } from "./audit-trail.ts";
import { dynamoDbGateStore } from "./gate-store.ts";
import { dynamoDbLoadStore } from "./load-store.ts";
import { dynamoDbSessionStore } from "./session-store.ts";
import { dynamoDbSettingsStore } from "./settings-store.ts";
import { dynamoDbStopStore } from "./stop-store.ts";
import { dynamoDbTable, queryAll, type Table, understand } from "./table.ts";
import { toSeconds } from "./task-item.ts";
import { dynamoDbTokenStore } from "./token-store.ts";

export interface ControlStores {
  readonly gates: GateStore;
  readonly head: Head;
  readonly tokens: TokenStore;
  readonly executors: ExecutorRegistry;
  readonly limits: AccountLimitStore;
  readonly loads: LoadStore;
  readonly trail: AuditTrail;
  readonly sessions: SessionStore;
  readonly stop: StopStore;
  readonly settingsStore: SettingsStore;
}

export function dynamoDbControlStores(options: {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}): ControlStores {
  const table = dynamoDbTable(options.client, options.tableName);
  const head = headOf(table);
  return {
    head,
    gates: dynamoDbGateStore(table, head),
    tokens: dynamoDbTokenStore(table),
    executors: executorsOf(table),
    limits: dynamoDbAccountLimitStore(table, head),
    loads: dynamoDbLoadStore(table, head),
    trail: dynamoDbAuditTrail(table),
    sessions: dynamoDbSessionStore(table, head),
    stop: dynamoDbStopStore(table),
    settingsStore: dynamoDbSettingsStore(table, head),
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

const ExecutorRow = z.object({
  sk: z.string(),
  slots: z.number(),
  running: z.number(),
  lastSeenAt: time,
  version: z.string().exactOptional(),
  startedAt: time.exactOptional(),
  problem: z.string().exactOptional(),
  finishedLastMinute: z.number().exactOptional(),
  process: z
    .object({
      memory: z.object({
        rss: z.number(),
        heapTotal: z.number(),
        heapUsed: z.number(),
        external: z.number(),
        arrayBuffers: z.number(),
      }),
      cpuCores: z.number(),
      connections: z.number(),
      uptimeMs: z.number(),
    })
    .exactOptional(),
});

function executorsOf(table: Table): ExecutorRegistry {
  return {
    async note({ id, lastSeenAt, startedAt, ...rest }) {
      await table.put({
        pk: "executor",
        sk: id,
        ...rest,
        lastSeenAt: lastSeenAt.getTime(),
        startedAt: startedAt?.getTime(),
        expiresAt: toSeconds(lastSeenAt.getTime() + EXECUTOR_SEEN_MS),
      });
    },
    async seenSince(since) {
      const rows = await queryAll(table, "executor");
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
