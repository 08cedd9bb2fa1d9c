/** A command cannot go on, and says why in words for whoever typed it. */
import type { ExitName } from "./exit-codes.ts";

export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exit: ExitName;
  /** By this one commander knows that an option's value was refused, and adds which option it was. */
  readonly code: "commander.invalidArgument" | undefined;

  constructor(exit: ExitName, message: string) {
    super(message);
    this.exit = exit;
    this.code = exit === "usage" ? "commander.invalidArgument" : undefined;
  }
}

/** What was typed is wrong; the message names it and says what is right. */
export const usageError = (message: string): CommandError =>
  new CommandError("usage", message);
