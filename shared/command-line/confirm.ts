/** Nothing that cannot be taken back is done unasked: somebody at the terminal agrees, or `--yes` did. */
import { CommandError, usageError } from "./command-error.ts";
import type { Deps } from "./deps.ts";

export interface Question {
  /** What is going to happen, as a question; made only when somebody is asked. */
  readonly text: () => string | Promise<string>;
  /** What was typed. */
  readonly yes: boolean | undefined;
}

/** @throws CommandError when nobody can be asked, or whoever was asked does not agree */
export async function confirm(
  deps: Pick<Deps, "ask" | "inputIsTerminal" | "signal">,
  { text, yes }: Question,
): Promise<void> {
  if (yes === true) return;
  if (!deps.inputIsTerminal)
    throw usageError(
      "This acts at once and nobody can be asked, for standard input is no terminal; add `--yes`.",
    );
  const answer = await deps.ask(`${await text()} [y/N] `);
  deps.signal.throwIfAborted();
  if (!/^\s*y(es)?\s*$/i.test(answer))
    throw new CommandError("negative", "Nothing was done.");
}
