/** `ccsp completion`: the script by which a shell completes commands, options and their values. */
import { Argument } from "@commander-js/extra-typings";
import type { Program } from "../base-program.ts";
import { candidates } from "../completion/candidates.ts";
import { COMPLETE, SCRIPTS, SHELLS } from "../completion/scripts.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";

export function addCompletion(program: Program, { out }: Deps): void {
  program
    .command("completion")
    .summary("print a script for your shell's Tab key")
    .description(
      "Prints a script by which the shell completes commands, options and their values.",
    )
    .addArgument(new Argument("<shell>", "which").choices(SHELLS))
    .addHelpText(
      "after",
      examples([
        ['eval "$(ccsp completion bash)"', "in ~/.bashrc"],
        ['eval "$(ccsp completion zsh)"', "in ~/.zshrc, after compinit"],
        ["ccsp completion fish > ~/.config/fish/completions/ccsp.fish", "once"],
      ]),
    )
    .action((shell) => out.raw(SCRIPTS[shell]));

  // What the scripts call.
  program
    .command(COMPLETE, { hidden: true })
    .argument("[words...]")
    .action((words) =>
      out.raw(
        candidates(program, words)
          .map((each) => `${each}\n`)
          .join(""),
      ),
    );
}
