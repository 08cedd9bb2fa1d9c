/** A value by its schema, or a problem that names the fields that are wrong. */
import type { z } from "zod";
import { inWords } from "./in-words.ts";
import { type FieldProblem, ProblemError } from "./problem.ts";

/** A custom issue's `params` that make the answer 413. */
export const TOO_LARGE = { tooLarge: true } as const;

/** Names come from the request: an answer with all of them could be larger than what was sent. */
const MAX_ERRORS = 10;
const MAX_FIELD_CHARACTERS = 100;

/** @param whole what to call the value itself, for example `body` */
export function validate<T extends z.ZodType>(
  schema: T,
  value: unknown,
  whole: string,
): z.output<T> {
  const parsed = schema.safeParse(value, { error: inWords });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // What is too large is named first: it decides the status, so `field` must be about it.
  const large = issues.filter(isTooLarge);
  const others = issues.filter((issue) => !isTooLarge(issue));
  const errors = [...large, ...others]
    .flatMap((issue) => toFieldProblems(issue, whole))
    .slice(0, MAX_ERRORS);
  const [first] = errors;
  throw new ProblemError(
    large.length > 0 ? "payload-too-large" : "invalid-request",
    {
      detail: errors
        .map(({ field, message }) => `${field} ${message}.`)
        .join(" "),
      ...(first && { field: first.field }),
      errors,
    },
  );
}

const isTooLarge = (issue: z.core.$ZodIssue): boolean =>
  issue.code === "custom" && issue.params?.["tooLarge"] === true;

function toFieldProblems(
  issue: z.core.$ZodIssue,
  whole: string,
): readonly FieldProblem[] {
  const { path, message } = issue;
  if (issue.code !== "unrecognized_keys")
    return [{ field: fieldOf(path) || whole, message }];
  return issue.keys.slice(0, MAX_ERRORS).map((key) => ({
    field: fieldOf([...path, key]),
    message: "is not a known property; remove it",
  }));
}

const fieldOf = (path: readonly PropertyKey[]): string =>
  path.map(String).join(".").slice(0, MAX_FIELD_CHARACTERS).toWellFormed();
