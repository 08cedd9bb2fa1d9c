/** The variables that say with what the settings begin, for whoever reads the environment. */
import * as z from "zod";
import {
  BUILT_IN_SETTINGS,
  patched,
  type Settings,
} from "../domain/settings.ts";
import { SettingValues, STOP_CONDITIONS_TEXT } from "./setting-values.ts";

/** What is no number becomes none, so that the words are those of the value. */
const number = <T extends z.ZodType<number, number>>(value: T) =>
  z
    .string()
    .transform((text) =>
      /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN,
    )
    .pipe(value)
    .exactOptional();

const list = <T extends z.ZodType<string[], string[]>>(value: T) =>
  z
    .string()
    .transform((text) => text.split(",").map((each) => each.trim()))
    .transform((names) => names.filter((each) => each !== ""))
    .pipe(value)
    .exactOptional();

const json = <T extends z.ZodType>(value: T, words: string) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: words });
        return z.NEVER;
      }
    })
    .pipe(value)
    .exactOptional();

const TRUE_OR_FALSE = "must be true or false";
const flag = z
  .enum(["true", "false"], { error: TRUE_OR_FALSE })
  .transform((text) => text === "true")
  .exactOptional();

export const SettingVariables = {
  CCSP_PERMISSION_MODE: SettingValues.permissionMode.exactOptional(),
  CCSP_ALLOWED_TOOLS: list(SettingValues.allowedTools),
  CCSP_DISALLOWED_TOOLS: list(SettingValues.disallowedTools),
  CCSP_ALLOWED_MODELS: list(SettingValues.allowedModels),
  CCSP_MAX_TURNS: number(SettingValues.maxTurns),
  CCSP_MAX_BUDGET_USD: number(SettingValues.maxBudgetUsd),
  CCSP_MAX_QUEUED_PER_AGENT: number(SettingValues.maxQueuedPerAgent),
  CCSP_MAX_QUEUED_PER_CLASS: number(SettingValues.maxQueuedPerClass),
  CCSP_CONCURRENCY: number(SettingValues.concurrency),
  CCSP_STOP_CONDITIONS: json(
    SettingValues.stopConditions,
    STOP_CONDITIONS_TEXT,
  ),
  CCSP_ALLOW_PRIVATE_CALLBACKS: flag,
};

type Variables = z.output<z.ZodObject<typeof SettingVariables>>;

/** What no variable says is as built in. */
export const toInitialSettings = (env: Variables): Settings =>
  patched(BUILT_IN_SETTINGS, {
    concurrency: env.CCSP_CONCURRENCY ?? null,
    maxQueuedPerAgent: env.CCSP_MAX_QUEUED_PER_AGENT ?? null,
    maxQueuedPerClass: env.CCSP_MAX_QUEUED_PER_CLASS ?? null,
    allowedModels: env.CCSP_ALLOWED_MODELS ?? null,
    maxTurns: env.CCSP_MAX_TURNS ?? null,
    maxBudgetUsd: env.CCSP_MAX_BUDGET_USD ?? null,
    permissionMode: env.CCSP_PERMISSION_MODE ?? null,
    allowedTools: env.CCSP_ALLOWED_TOOLS ?? null,
    disallowedTools: env.CCSP_DISALLOWED_TOOLS ?? null,
    stopConditions: env.CCSP_STOP_CONDITIONS ?? null,
    allowPrivateCallbacks: env.CCSP_ALLOW_PRIVATE_CALLBACKS ?? null,
  });
