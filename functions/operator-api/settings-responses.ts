/** What is told of the settings. */
import * as z from "zod";
import { Changed } from "../../shared/runtime/http/gate-schema.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";
import {
  PERMISSION_MODES,
  STOP_ACTIONS,
  STOP_CONDITIONS,
} from "../../shared/runtime/http/vocabulary.ts";

const Count = z.int().min(0);
const Names = z.array(z.string());

const StopRule = z
  .strictObject({
    threshold: Count,
    windowMs: Count,
    action: z.enum(STOP_ACTIONS),
    delayMs: Count,
  })
  .meta({
    id: "StopRule",
    description: "When a condition stops the service.",
  });

const Settings = z
  .strictObject({
    concurrency: Count.meta({
      description: "How many CLIs run at once, on each executor.",
    }),
    throttleDelayMs: Count.meta({
      description: "The least time between two starts, on each executor.",
    }),
    maxQueuedPerAgent: Count,
    maxQueuedPerClass: Count,
    agentCaps: z.record(z.string(), Count).meta({
      description: "By agent, what holds instead of `maxQueuedPerAgent`.",
    }),
    allowedModels: Names.meta({ description: "Empty: any." }),
    maxTurns: Count.nullable(),
    maxBudgetUsd: z.number().nullable(),
    permissionMode: z.enum(PERMISSION_MODES),
    allowedTools: Names,
    disallowedTools: Names,
    retryTimedOut: z.boolean(),
    stopConditions: z.record(z.enum(STOP_CONDITIONS), StopRule),
    allowPrivateCallbacks: z.boolean(),
    loadManagement: z.strictObject({
      enabled: z.boolean(),
      lowAt: z.number(),
      normalAt: z.number(),
      allButUrgentAt: z.number(),
    }),
  })
  .meta({
    id: "Settings",
    description: "All of them; `null` is no bound.",
  });

const known = {
  version: Count.meta({ description: "0: nothing was ever changed." }),
  changedAt: WireTime.optional(),
  changedBy: z.string().optional(),
  settings: Settings.meta({ description: "As they are." }),
  initial: Settings.meta({ description: "As the service began." }),
};

export const KnownSettings = z.strictObject(known).meta({
  id: "KnownSettings",
  description: "The settings, and since when.",
});

export const ChangedSettings = z
  .strictObject({ ...known, changed: Changed })
  .meta({
    id: "ChangedSettings",
    description: "The settings; within 5 s they hold everywhere.",
  });
