/** A value by its schema, or a problem that names every field that is wrong. */
import { z } from "zod";
import { type FieldProblem, ProblemError } from "./problem.ts";

/** A custom issue's `params` that make the answer 413. */
export const TOO_LARGE = { tooLarge: true } as const;

/** @param whole what to call the value itself, for example `body` */
export function validate<T extends z.ZodType>(
  schema: T,
  value: unknown,
  whole: string,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const errors = issues.flatMap((issue) => toFieldProblems(issue, whole));
  const [first] = errors;
  const isTooLarge = issues.some(
    (issue) => issue.code === "custom" && issue.params?.["tooLarge"] === true,
  );
  throw new ProblemError(isTooLarge ? "payload-too-large" : "invalid-request", {
    detail: errors
      .map(({ field, message }) => `${field}: ${message}`)
      .join("; "),
    ...(first && { field: first.field }),
    errors,
  });
}

function toFieldProblems(
  issue: z.core.$ZodIssue,
  whole: string,
): readonly FieldProblem[] {
  const path = issue.path.map(String);
  const { message } = issue;
  if (issue.code !== "unrecognized_keys")
    return [{ field: path.join(".") || whole, message }];
  return issue.keys.map((key) => ({
    field: [...path, key].join("."),
    message: "is not a known property; remove it",
  }));
}
