#!/usr/bin/env node
/** `ccsp`: the command line for agents' authors and for operators. Here the process, in run.ts the rest. */
import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import { readEnvironment } from "./environment.ts";
import { EXIT, type ExitName } from "./exit-codes.ts";
import { readLine } from "./read-line.ts";
import { run } from "./run.ts";
import { decodeUtf8 } from "./utf8.ts";

const ending = new AbortController();

/** The first one lets the command say what goes on without it; the second ends it at once. */
const endOn = (signal: NodeJS.Signals, name: ExitName): void =>
  void process.on(signal, () => {
    if (ending.signal.aborted) process.exit(EXIT[name]);
    ending.abort(name);
  });
endOn("SIGINT", "interrupted");
endOn("SIGTERM", "terminated");

// `ccsp list | head`: whoever has read enough is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  environment: readEnvironment(),
  directory: process.cwd(),
  signal: ending.signal,
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: {
    isTerminal: process.stdin.isTTY,
    read: async () => {
      // Whoever ends the program while it reads need not end the input, too.
      const input = addAbortSignal(ending.signal, process.stdin);
      return decodeUtf8(await buffer(input), "Standard input");
    },
    readLine: () => readLine(process.stdin, ending.signal),
  },
});
