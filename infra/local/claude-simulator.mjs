#!/usr/bin/env node
/**
 * Plays the Claude Code CLI where there is none: same arguments, input, events, exit codes and
 * signals, no account and no network. Plain JavaScript without a dependency, so that it starts at
 * once on any Node from 18 on.
 *
 * What it does is steered by the prompt: see `simulator/directive.mjs`.
 */
import { readArguments } from "./simulator/arguments.mjs";
import { play } from "./simulator/play.mjs";
import { readInput } from "./simulator/read-input.mjs";
import { VERSION_LINE } from "./simulator/version.mjs";

const call = readArguments(process.argv.slice(2));
if (call.kind === "refusal") {
  process.stderr.write(`${call.message}\n`);
  process.exitCode = 1;
} else if (call.kind === "version") {
  process.stdout.write(`${VERSION_LINE}\n`);
} else {
  const input = await readInput();
  if (input.toString().trim() === "") {
    process.stderr.write(
      "Error: Input must be provided through stdin when using --print\n",
    );
    process.exitCode = 1;
  } else {
    await play(call, input);
  }
}
