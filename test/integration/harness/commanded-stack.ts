/** The running service and the installed `ccsp` program before it, for the tests of one file; all is ended after the last one. */
import { afterAll, beforeAll } from "vitest";
import { type CommandLine, installCommandLine } from "./command-line.ts";
import {
  removeState,
  type Stack,
  type StackOptions,
  startStack,
} from "./stack.ts";

export interface CommandedStack {
  readonly stack: Stack;
  readonly program: CommandLine;
}

/** Both are started and built from nothing. */
const STARTS_WITHIN_MS = 300_000;

/** To be called once in a file; what it gives tells where they are, once the tests begin. */
export function commandedStackOfThisFile(
  options?: StackOptions,
): () => CommandedStack {
  let stack: Stack | undefined;
  let program: CommandLine | undefined;
  beforeAll(async () => {
    stack = await startStack(options);
    program = await installCommandLine(stack.stateDir);
    // The first task of all is the start's own: no test meets it.
    await stack.printed(/succeeded: /);
  }, STARTS_WITHIN_MS);
  afterAll(async () => {
    program?.remove();
    if (stack === undefined) return;
    await stack.kill();
    removeState(stack);
  });
  return () => {
    if (stack && program) return { stack, program };
    throw new Error("the service is there only while tests run");
  };
}
