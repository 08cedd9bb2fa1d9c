/** What may stand where the cursor is, read from the tree of commands: nothing of it is written twice. */
import type { CommandUnknownOpts, Option } from "@commander-js/extra-typings";

/** @param words after the program's name; the last one is being typed, and may be empty */
export function candidates(
  program: CommandUnknownOpts,
  words: readonly string[],
): readonly string[] {
  const typed = words.at(-1) ?? "";
  const { command, waiting, operands } = walk(program, words.slice(0, -1));
  return offered(command, { typed, waiting, operands })
    .filter((each) => each.startsWith(typed))
    .toSorted();
}

interface Cursor {
  readonly typed: string;
  /** The option whose value is typed. */
  readonly waiting: Option | undefined;
  /** How many arguments the command has already. */
  readonly operands: number;
}

function offered(
  command: CommandUnknownOpts,
  { typed, waiting, operands }: Cursor,
): readonly string[] {
  if (waiting) return waiting.argChoices ?? [];
  if (typed.startsWith("-"))
    return optionsOf(command).flatMap(({ long, hidden }) =>
      long && !hidden ? [long] : [],
    );
  if (operands > 0 || command.commands.length === 0)
    return command.registeredArguments[operands]?.argChoices ?? [];
  return command
    .createHelp()
    .visibleCommands(command)
    .map((each) => each.name());
}

function walk(program: CommandUnknownOpts, words: readonly string[]) {
  let command = program;
  let waiting: Option | undefined;
  let operands = 0;
  for (const word of words) {
    if (waiting) {
      waiting = undefined;
      continue;
    }
    if (word.startsWith("-")) {
      const option = optionsOf(command).find(({ long, short }) =>
        [long, short].includes(word),
      );
      waiting = option?.required ? option : undefined;
      continue;
    }
    const next = command.commands.find(
      (each) => each.name() === word || each.aliases().includes(word),
    );
    if (next && operands === 0) command = next;
    else operands += 1;
  }
  return { command, waiting, operands };
}

/** Its own, those of the commands above it, and help. */
function optionsOf(command: CommandUnknownOpts): readonly Option[] {
  const help = command.createHelp();
  return [
    ...help.visibleOptions(command),
    ...help.visibleGlobalOptions(command),
    ...above(command),
  ];
}

const above = ({ parent }: CommandUnknownOpts): readonly Option[] =>
  parent ? [...parent.options, ...above(parent)] : [];
