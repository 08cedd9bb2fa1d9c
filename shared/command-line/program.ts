/** The tree of commands: one line for each, in the order of the help text. */
import { type Program, createBaseProgram } from "./base-program.ts";
import { addGet } from "./commands/get.ts";
import type { Deps } from "./deps.ts";

const COMMANDS: readonly ((program: Program, deps: Deps) => void)[] = [addGet];

export function createProgram(deps: Deps): Program {
  const program = createBaseProgram(deps);
  for (const add of COMMANDS) add(program, deps);
  return program;
}
