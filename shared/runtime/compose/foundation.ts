/** What every deployable is built on: one client, one clock, one journal, one way to count. */
import { randomUUID } from "node:crypto";
import { type AuditDeed, auditDeed } from "../../app/audit-deed.ts";
import {
  type ReadSettings,
  readSettings,
  type SettingsSource,
} from "../../app/settings/read-settings.ts";
import { type Authenticate, authenticate } from "../../app/authenticate.ts";
import { dynamoDbClient } from "../../adapters/dynamodb/client.ts";
import {
  type ControlStores,
  dynamoDbControlStores,
} from "../../adapters/dynamodb/control-store.ts";
import { dynamoDbTaskStore } from "../../adapters/dynamodb/task-store.ts";
import { dynamoDbUsageStore } from "../../adapters/dynamodb/usage-store.ts";
import { emfMetrics } from "../../adapters/emf/metrics.ts";
import { pinoJournal } from "../../adapters/pino/journal.ts";
import type { ClosedGate } from "../../domain/gate.ts";
import type { Settings } from "../../domain/settings.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { UsageStore } from "../../ports/usage-store.ts";
import type { CommonConfig } from "../config.ts";
import { journalContext } from "../journal-context.ts";
import { remember } from "../remember.ts";
import { sha256Hasher } from "../secret-hasher.ts";
import { readPatch } from "../settings-patch.ts";
import { systemClock } from "../system-clock.ts";

export interface Foundation {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly metrics: Metrics;
  readonly control: ControlStores;
  readonly authenticate: Authenticate;
  /** Keeps who did what. */
  readonly audit: AuditDeed;
  /** The gates that are closed, as they were at most a second ago. */
  readonly closedGates: () => Promise<readonly ClosedGate[]>;
  readonly settingsSource: SettingsSource;
  /** As they are at this moment. */
  readonly readSettings: ReadSettings;
  /** As they were at most a second ago. */
  readonly settings: () => Promise<Settings>;
  readonly newId: () => string;
  readonly taskStore: (tableName: string) => TaskStore;
  readonly usageStore: (tableName: string) => UsageStore;
}

/** Gates and settings are seen by the functions at the latest after this. */
const SEEN_MS = 1_000;

/** @param part which deployable speaks, on every line of the journal */
export function foundation(config: CommonConfig, part: string): Foundation {
  const { client, offsetMs } = dynamoDbClient(Date.now);
  const clock = systemClock(offsetMs);
  const control = dynamoDbControlStores({
    client,
    tableName: config.controlTable,
  });
  const journal = pinoJournal({
    level: config.logLevel,
    base: { part },
    context: journalContext,
  });
  const { trail } = control;
  const metrics = emfMetrics(config.stage);
  const settingsSource = {
    settingsStore: control.settingsStore,
    initialSettings: config.initialSettings,
    readPatch,
  };
  const read = readSettings({ ...settingsSource, journal });
  return {
    clock,
    control,
    journal,
    audit: auditDeed({ trail, clock, journal, newId: randomUUID }),
    metrics,
    authenticate: authenticate({
      tokens: control.tokens,
      hasher: sha256Hasher,
      clock,
      metrics,
    }),
    closedGates: remember(() => control.gates.closedGates(), SEEN_MS, clock),
    settingsSource,
    readSettings: read,
    settings: remember(async () => (await read()).settings, SEEN_MS, clock),
    newId: randomUUID,
    taskStore: (tableName) =>
      dynamoDbTaskStore({ client, tableName, newWriteId: randomUUID }),
    usageStore: (tableName) => dynamoDbUsageStore({ client, tableName }),
  };
}
