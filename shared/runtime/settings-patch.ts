/** A change of the settings: as a request brings it, and as it was stored. */
import * as z from "zod";
import type { ReadPatch } from "../app/settings/read-settings.ts";
import type { JsonObject } from "../domain/merge-patch.ts";
import { inWords } from "./http/in-words.ts";
import { said, SettingValues } from "./setting-values.ts";

export const SettingsPatchShape = {
  concurrency: said(SettingValues.concurrency),
  throttleDelayMs: said(SettingValues.throttleDelayMs),
  maxQueuedPerAgent: said(SettingValues.maxQueuedPerAgent),
  maxQueuedPerClass: said(SettingValues.maxQueuedPerClass),
  agentCaps: said(SettingValues.agentCaps),
  allowedModels: said(SettingValues.allowedModels),
  maxTurns: said(SettingValues.maxTurns),
  maxBudgetUsd: said(SettingValues.maxBudgetUsd),
  permissionMode: said(SettingValues.permissionMode),
  allowedTools: said(SettingValues.allowedTools),
  disallowedTools: said(SettingValues.disallowedTools),
  retryTimedOut: said(SettingValues.retryTimedOut),
  stopConditions: said(SettingValues.stopConditions),
  allowPrivateCallbacks: said(SettingValues.allowPrivateCallbacks),
  loadManagement: said(SettingValues.loadManagement),
};

const Patch = z.object(SettingsPatchShape);

/** Value by value, so that one that another version of us wrote spoils no other. */
export function readPatch(stored: JsonObject): ReadPatch {
  const whole = Patch.safeParse(stored, { error: inWords });
  if (whole.success) return { patch: whole.data, ignored: [] };
  const { issues } = whole.error;
  const spoilt = new Set(issues.map(({ path }) => path[0]));
  const rest = Object.entries(stored).filter(([name]) => !spoilt.has(name));
  return {
    patch: Patch.parse(Object.fromEntries(rest)),
    ignored: issues.map(({ path, message }) => ({
      field: path.map(String).join("."),
      message,
    })),
  };
}
