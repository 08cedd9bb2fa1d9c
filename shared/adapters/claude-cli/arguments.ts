import type { CliRequest } from "../../ports/cli.ts";

/** What the CLI may do without asking, for it can ask nobody. Absent: the CLI's own defaults. */
export interface CliPermissions {
  readonly mode?: string;
  readonly allowedTools?: readonly string[];
  readonly disallowedTools?: readonly string[];
}

/** The form in which errors are typed, and in which the result comes before the process ends. */
const OUTPUT = ["--output-format", "stream-json", "--verbose"];

/**
 * The CLI's arguments for a request. Every flag takes the argument after it as its value, whatever
 * that begins with; lists are joined by `=`, because those flags take any number of arguments.
 */
export function claudeArguments(
  request: CliRequest,
  permissions: CliPermissions,
): string[] {
  return [
    "-p",
    ...["--input-format", "text"],
    ...OUTPUT,
    ...flag("--model", request.model),
    ...flag("--append-system-prompt", request.systemPrompt),
    ...flag("--max-turns", request.maxTurns),
    ...flag("--max-budget-usd", request.maxBudgetUsd),
    ...flag("--permission-mode", permissions.mode),
    ...list("--allowedTools", permissions.allowedTools),
    ...list("--disallowedTools", permissions.disallowedTools),
  ];
}

function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined || value === "" ? [] : [name, String(value)];
}

function list(name: string, values: readonly string[] = []): string[] {
  return values.length === 0 ? [] : [`${name}=${values.join(",")}`];
}
