/** What is wrong with a field, as the end of a sentence that begins with its name and says what to send. */
import type { z } from "zod";

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  object: "a JSON object",
  record: "a JSON object",
  array: "a list",
};

/** Never repeats the value: it may be a prompt, or a secret in the wrong place. */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "invalid_type") {
    const kind = KINDS[issue.expected] ?? issue.expected;
    const isMissing = issue.input === undefined;
    return isMissing ? `is missing; send ${kind}` : `must be ${kind}`;
  }
  if (issue.code === "invalid_value")
    return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_small")
    return bound(issue, issue.inclusive === false ? "more than" : "at least");
  if (issue.code === "too_big")
    return bound(issue, issue.inclusive === false ? "less than" : "at most");
  return undefined; // the schema's own words
};

function bound(
  issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>,
  than: string,
): string {
  const limit = issue.code === "too_small" ? issue.minimum : issue.maximum;
  return issue.origin === "string"
    ? `must have ${than} ${limit} characters`
    : `must be ${than} ${limit}`;
}
