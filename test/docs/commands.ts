/** The commands and exit codes of the command line, as tables: read from the program itself. */
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Deps } from "../../shared/command-line/deps.ts";
import { EXIT_ROWS } from "../../shared/command-line/exit-codes.ts";
import { createProgram } from "../../shared/command-line/program.ts";

/** No command is called: that it prints nothing is all that it needs. */
const UNUSED = {
  out: { raw: () => {} },
  stderr: { write: () => {} },
  environment: {},
} as unknown as Deps;

export const theProgram = (): CommandUnknownOpts => createProgram(UNUSED);

export const commandRows = (): readonly (readonly string[])[] =>
  commandsOf(theProgram()).map((command) => [
    `\`${nameOf(command)}\``,
    command.summary(),
  ]);

export const exitCodeRows = (): readonly (readonly string[])[] =>
  EXIT_ROWS.map(({ code, meaning }) => [String(code), meaning]);

/** Each before those below it. */
function commandsOf(
  command: CommandUnknownOpts,
): readonly CommandUnknownOpts[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== "help")
    .flatMap((each) => [each, ...commandsOf(each)]);
}

/** With the commands above it and its arguments. */
function nameOf(command: CommandUnknownOpts): string {
  const args = command.registeredArguments.map((each) =>
    each.required ? `<${each.name()}>` : `[${each.name()}]`,
  );
  const names = [command.name(), ...args];
  for (let above = command.parent; above; above = above.parent)
    names.unshift(above.name());
  return names.join(" ");
}
