/** The rows about the conditions under which the service stops itself, as they are built in. */
import {
  LONG_LIMIT_MS,
  MEMORY_EXHAUSTED,
  STOP_CONDITIONS,
  STOP_RULES,
  type StopCondition,
  type StopRule,
} from "../../shared/domain/stop-conditions.ts";

/** What the code calls by its name only. */
const SIGHTINGS: Readonly<Record<StopCondition, string>> = {
  "memory-exhausted": `more than ${String(MEMORY_EXHAUSTED * 100)} % of an executor's memory is in use, and still is after its CLIs were ended`,
  "queue-unreachable": "a queue that was asked for work did not answer",
  "session-lost":
    "the login was lost, again; a run that succeeds ends the count",
  "long-limit": `the account's limit lasts longer than ${inWords(LONG_LIMIT_MS)}`,
};

function inWords(ms: number): string {
  if (ms % 3_600_000 === 0) return `${String(ms / 3_600_000)} h`;
  return ms % 60_000 === 0
    ? `${String(ms / 60_000)} min`
    : `${String(ms / 1_000)} s`;
}

function actionOf({ action, delayMs }: StopRule): string {
  return action === "delayed"
    ? `\`delayed\`, by ${inWords(delayMs)}`
    : `\`${action}\``;
}

export const stopConditionRows = (): readonly (readonly string[])[] =>
  STOP_CONDITIONS.map((condition) => {
    const rule = STOP_RULES[condition];
    const { threshold, windowMs } = rule;
    const often = `${String(threshold)} within ${inWords(windowMs)}`;
    return [`\`${condition}\``, SIGHTINGS[condition], often, actionOf(rule)];
  });
