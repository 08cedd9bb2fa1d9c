/** What JSON allows and we do not: text that UTF-8 cannot carry, numbers without end, bottomless nesting. */
import type { FieldProblem } from "./problem.ts";

/** Deeper values exhaust the stack of whoever writes them out. */
const MAX_DEPTH = 100;

interface Step {
  readonly value: unknown;
  readonly path: readonly string[];
}

/** The first thing that is wrong with a parsed value, or `undefined`. */
export function inspectJson(root: unknown): FieldProblem | undefined {
  const steps: Step[] = [{ value: root, path: [] }];
  for (let step = steps.pop(); step; step = steps.pop()) {
    const message = wrongWith(step);
    if (message !== undefined)
      return { field: step.path.slice(0, 8).join(".") || "body", message };
    const { value, path } = step;
    if (typeof value !== "object" || value === null) continue;
    for (const [name, each] of Object.entries(value))
      steps.push({ value: each, path: [...path, name] });
  }
  return undefined;
}

function wrongWith({ value, path }: Step): string | undefined {
  if (path.length > MAX_DEPTH)
    return `is nested deeper than ${String(MAX_DEPTH)} levels`;
  if (path.at(-1)?.isWellFormed() === false)
    return "has a name with a lone surrogate, which UTF-8 cannot carry";
  if (typeof value === "string" && !value.isWellFormed())
    return "holds a lone surrogate, which UTF-8 cannot carry";
  if (typeof value === "number" && !Number.isFinite(value))
    return "is a number beyond what a double holds";
  return undefined;
}
