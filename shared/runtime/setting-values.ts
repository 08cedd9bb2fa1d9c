/** What each setting may be, and the words for it: the same for a variable as for a request. */
import * as z from "zod";
import { agentNameProblem } from "../domain/access-token.ts";
import { PERMISSION_MODES } from "../domain/settings.ts";
import { STOP_ACTIONS, STOP_CONDITIONS } from "../domain/stop-conditions.ts";

const MAX_NAMES = 200;
const MAX_CHARACTERS = 500;
/** All of them lie in one row. */
const MAX_AGENTS = 1_000;

const wholeNumber = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.int(error).min(from, error).max(to, error);
};

const DOLLARS = "must be a number of dollars above 0, and at most 999999";
const SHARE = "must be a share above 0, and at most 1";
const NAMES = `must be a list of at most ${MAX_NAMES} names of 1 to ${MAX_CHARACTERS} characters that do not begin with a dash, nor hold line breaks`;

/** They travel as arguments of a process: one that began with a dash would be a flag. */
const names = z
  .array(
    z
      .string(NAMES)
      .max(MAX_CHARACTERS, NAMES)
      .regex(/^(?![-\s])[^\p{Cc}]+(?<!\s)$/u, NAMES),
    NAMES,
  )
  .max(MAX_NAMES, NAMES);

const flag = z.boolean("must be true or false");
const share = z.number(SHARE).positive(SHARE).max(1, SHARE);
const waiting = wholeNumber(1, 9_999_999);

/** Of the parts of a rule, those that differ from the rule that is built in. */
const RuleValues = {
  threshold: wholeNumber(1, 1_000),
  windowMs: wholeNumber(1_000, 86_400_000),
  action: z.enum(STOP_ACTIONS, `must be one of ${STOP_ACTIONS.join(", ")}`),
  delayMs: wholeNumber(0, 3_600_000),
};

/** Absent: as it is; `null`: as it began. */
export const said = <T extends z.ZodType>(value: T) =>
  value.nullable().exactOptional();

export const STOP_CONDITIONS_TEXT = `must be JSON that changes rules of ${STOP_CONDITIONS.join(", ")}, for example {"session-lost": {"threshold": 3}}`;

const rules = z.partialRecord(
  z.enum(STOP_CONDITIONS),
  z
    .strictObject({
      threshold: said(RuleValues.threshold),
      windowMs: said(RuleValues.windowMs),
      action: said(RuleValues.action),
      delayMs: said(RuleValues.delayMs),
    })
    .nullable(),
  STOP_CONDITIONS_TEXT,
);

const agentCaps = z
  .record(z.string(), waiting.nullable())
  .superRefine((caps, { addIssue }) => {
    const agents = Object.keys(caps);
    if (agents.length > MAX_AGENTS)
      addIssue(`must name at most ${MAX_AGENTS} agents`);
    for (const agent of agents) {
      const message = agentNameProblem(agent);
      if (message !== undefined)
        addIssue({ code: "custom", message, path: [agent] });
    }
  });

const loadManagement = z.strictObject({
  enabled: said(flag),
  lowAt: said(share),
  normalAt: said(share),
  allButUrgentAt: said(share),
});

export const SettingValues = {
  concurrency: wholeNumber(1, 64),
  throttleDelayMs: wholeNumber(0, 3_600_000),
  maxQueuedPerAgent: waiting,
  maxQueuedPerClass: waiting,
  agentCaps,
  allowedModels: names,
  maxTurns: wholeNumber(1, 999_999),
  maxBudgetUsd: z.number(DOLLARS).positive(DOLLARS).max(999_999, DOLLARS),
  permissionMode: z.enum(
    PERMISSION_MODES,
    `must be one of ${PERMISSION_MODES.join(", ")}`,
  ),
  allowedTools: names,
  disallowedTools: names,
  retryTimedOut: flag,
  stopConditions: rules,
  allowPrivateCallbacks: flag,
  loadManagement,
};
