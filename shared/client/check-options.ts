/**
 * Options are checked by hand, in plain words, before anything is sent: their names and their kinds.
 * What a value may be (a range, a length) the service says, which alone knows.
 */
import { InvalidOptionsError } from "./errors.ts";
import { isObject } from "./is-object.ts";
import type {
  BatchOptions,
  BatchRequest,
  ClientOptions,
  ExecuteOptions,
  ListOptions,
  SubmitOptions,
  TaskOptions,
  WaitOptions,
} from "./options.ts";
import type { FieldProblem } from "./types.ts";

/** The end of a sentence that begins with the option's name, or `undefined` when it is fine. */
type Check = (value: unknown) => string | undefined;
type Checks<T> = { readonly [Name in keyof Required<T>]: Check };

const must =
  (be: string, is: (value: unknown) => boolean): Check =>
  (value) =>
    is(value) ? undefined : `must be ${be}`;

const text = must("a text", (value) => typeof value === "string");
/** As the service wants it: a header takes no other. */
const key = must(
  "1 to 255 visible ASCII characters",
  (value) => typeof value === "string" && /^[\x21-\x7e]{1,255}$/.test(value),
);
/** Anything else might lead to another path. */
const taskId = must(
  "the id of a task",
  (value) => typeof value === "string" && /^[\w-]+$/.test(value),
);
const number = must(
  "a number",
  (value) => typeof value === "number" && !Number.isNaN(value),
);
const flag = must("true or false", (value) => typeof value === "boolean");
const callable = must("a function", (value) => typeof value === "function");
const object = must("an object", isObject);
const oneOf = (...words: readonly string[]): Check =>
  must(`one of ${words.join(", ")}`, (value) =>
    words.some((word) => word === value),
  );
const time = must(
  "a Date, or an ISO 8601 time with a zone",
  (value) =>
    typeof value === "string" ||
    (value instanceof Date && !Number.isNaN(value.getTime())),
);
/** By what it can do: another realm's is as good. */
const signal = must(
  "an AbortSignal",
  (value) =>
    typeof value === "object" &&
    value !== null &&
    "aborted" in value &&
    "addEventListener" in value,
);
const priority = oneOf("urgent", "high", "normal", "low");

const TASK: Checks<TaskOptions> = {
  priority,
  timeout: number,
  executeAt: time,
  context: object,
  model: text,
  systemPrompt: text,
  maxTurns: number,
  maxBudgetUsd: number,
  metadata: object,
  callbackUrl: text,
};
const CALL = { signal };
const REPEAT: Checks<BatchOptions> = { ...CALL, idempotencyKey: key };
const SUBMIT: Checks<SubmitOptions> = { ...TASK, ...REPEAT };
const WAIT: Checks<WaitOptions> = {
  ...CALL,
  onStatus: callable,
  onSessionTimeout: oneOf("throw", "wait"),
  onRateLimit: oneOf("wait", "throw"),
  cancelOnAbort: flag,
};
const EXECUTE: Checks<ExecuteOptions> = { ...SUBMIT, ...WAIT };
const BATCH_REQUEST: Checks<BatchRequest> = { prompt: text, ...TASK };
const CLIENT: Checks<ClientOptions> = {
  baseUrl: text,
  token: text,
  fetch: callable,
  retryForMs: number,
};
const LIST: Checks<ListOptions> = {
  ...CALL,
  status: oneOf(
    "scheduled",
    "queued",
    "running",
    "blocked",
    "succeeded",
    "failed",
    "cancelled",
  ),
  priority,
  pageSize: number,
};

export const CHECKS = {
  CALL,
  CLIENT,
  SUBMIT,
  WAIT,
  EXECUTE,
  REPEAT,
  LIST,
  BATCH_REQUEST,
};

/** @throws InvalidOptionsError that names every option that is unknown or of the wrong kind */
export function checkOptions(
  options: unknown,
  checks: Readonly<Record<string, Check>>,
): void {
  refuse(problemsOf(options, checks, "options"));
}

/** @param whole what to call the object itself */
export function problemsOf(
  options: unknown,
  checks: Readonly<Record<string, Check>>,
  whole: string,
): readonly FieldProblem[] {
  if (!isObject(options))
    return [{ field: whole, message: "must be an object" }];
  const known = Object.keys(checks).join(", ");
  return Object.entries(options).flatMap(([field, value]) => {
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined;
    if (!check)
      return [{ field, message: `is not an option; there are ${known}` }];
    const message = value === undefined ? undefined : check(value);
    return message === undefined ? [] : [{ field, message }];
  });
}

export const checkPrompt = (prompt: unknown): void =>
  checkOne("prompt", text, prompt);

export const checkTaskId = (id: unknown): void =>
  checkOne("taskId", taskId, id);

function checkOne(field: string, check: Check, value: unknown): void {
  const message = check(value);
  refuse(message === undefined ? [] : [{ field, message }]);
}

export function refuse(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new InvalidOptionsError(problems);
}
