/** What JSON allows and we do not: text that UTF-8 cannot carry, numbers without end, bottomless nesting. */
import type { FieldProblem } from "./problem.ts";

/** Deeper values exhaust the stack of whoever writes them out. */
const MAX_DEPTH = 100;

/** What is wrong, and where: the path is put together on the way out, because nearly all are fine. */
interface Wrong {
  readonly path: readonly string[];
  readonly message: string;
}

/** The first thing that is wrong with a parsed value, called `whole`, or `undefined`. */
export function inspectJson(
  root: unknown,
  whole = "body",
): FieldProblem | undefined {
  const wrong = wrongIn(root, 0);
  return (
    wrong && {
      field: wrong.path.slice(0, 8).join(".").toWellFormed() || whole,
      message: wrong.message,
    }
  );
}

function wrongIn(value: unknown, depth: number): Wrong | undefined {
  const message = wrongWith(value, depth);
  if (message !== undefined) return { path: [], message };
  if (typeof value !== "object" || value === null) return undefined;
  // Millions of elements fit into a body: nothing is made for each of them.
  if (Array.isArray(value)) return wrongInArray(value, depth);
  for (const name in value) {
    const wrong =
      wrongName(name) ?? wrongIn(Reflect.get(value, name), depth + 1);
    if (wrong) return below(name, wrong);
  }
  return undefined;
}

function wrongInArray(
  values: readonly unknown[],
  depth: number,
): Wrong | undefined {
  for (let index = 0; index < values.length; index += 1) {
    const wrong = wrongIn(values[index], depth + 1);
    if (wrong) return below(`${index}`, wrong);
  }
  return undefined;
}

const below = (name: string, { path, message }: Wrong): Wrong => ({
  path: [name, ...path],
  message,
});

function wrongWith(value: unknown, depth: number): string | undefined {
  if (depth > MAX_DEPTH)
    return `is nested deeper than ${MAX_DEPTH} levels; send it flatter`;
  if (typeof value === "string" && !value.isWellFormed())
    return "holds a lone surrogate, which UTF-8 cannot carry; send whole characters";
  if (typeof value === "number" && !Number.isFinite(value))
    return "is a number beyond what a double holds; send it as a text";
  return undefined;
}

function wrongName(name: string): Wrong | undefined {
  if (!name.isWellFormed())
    return {
      path: [],
      message:
        "has a name with a lone surrogate, which UTF-8 cannot carry; send whole characters",
    };
  // Copying an object loses it, or makes it the prototype: nobody would get back what they sent.
  if (name === "__proto__")
    return { path: [], message: "is not a name that is kept; choose another" };
  return undefined;
}
