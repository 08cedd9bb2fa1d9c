/** The tree of commands: one line for each, in the order of the help text. */
import { type Program, createBaseProgram } from "./base-program.ts";
import { addCancel } from "./commands/cancel.ts";
import { addCompletion } from "./commands/completion.ts";
import { addGet } from "./commands/get.ts";
import { addHelp } from "./commands/help.ts";
import { addList } from "./commands/list.ts";
import { addMcp } from "./commands/mcp.ts";
import { addProfile } from "./commands/profile.ts";
import { addSubmit } from "./commands/submit.ts";
import { addTail } from "./commands/tail.ts";
import { addWait } from "./commands/wait.ts";
import type { Deps } from "./deps.ts";
import { OPERATOR_COMMANDS } from "./operator-commands.ts";

const COMMANDS: readonly ((program: Program, deps: Deps) => void)[] = [
  addSubmit,
  addWait,
  addGet,
  addList,
  addCancel,
  addTail,
  ...OPERATOR_COMMANDS,
  addProfile,
  addCompletion,
  addMcp,
  addHelp,
];

export function createProgram(deps: Deps): Program {
  const program = createBaseProgram(deps);
  for (const add of COMMANDS) add(program, deps);
  return program;
}
