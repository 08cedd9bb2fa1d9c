/** A variable that nobody reads is a misspelt one: it would be ignored, and its writer none the wiser. */
import { closest, distance } from "fastest-levenshtein";
import { VARIABLES } from "./names.ts";

/** Of this part of a name's letters, at most, a slip of the pen is. */
const SLIP = 1 / 3;

/** One for each; empty when all are known. An empty variable counts as unset. */
export const problemsOfNames = (
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] =>
  Object.entries(env)
    .filter(([name, value = ""]) => name.startsWith("CCSP_") && value !== "")
    .filter(([name]) => !VARIABLES.includes(name))
    .map(([name]) => `${name}: is no setting; ${remedy(name)}`);

function remedy(name: string): string {
  const nearest = closest(name, VARIABLES);
  return distance(name, nearest) <= (name.length - "CCSP_".length) * SLIP
    ? `did you mean ${nearest}?`
    : "docs/configuration.md and docs/deploy.md name them all";
}
