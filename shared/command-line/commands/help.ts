/**
 * `ccsp help token create`. Commander's own `help`, which the list of commands shows, reads one word
 * only, and says nothing of a command that there is not.
 */
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Program } from "../base-program.ts";
import { usageError } from "../command-error.ts";

export function addHelp(program: Program): void {
  program
    .command("help", { hidden: true })
    .argument("[command...]", "which")
    .action((words) => find(program, words).help());
}

/** @throws CommandError */
function find(
  program: CommandUnknownOpts,
  words: readonly string[],
): CommandUnknownOpts {
  return words.reduce<CommandUnknownOpts>((above, word) => {
    const found = above.commands.find(
      (each) => each.name() === word || each.aliases().includes(word),
    );
    if (found) return found;
    throw usageError(
      `There is no command \`${words.join(" ")}\`; \`ccsp help\` lists those that are.`,
    );
  }, program);
}
