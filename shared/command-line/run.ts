/** One call of the program, from its arguments to its exit code. Whatever goes wrong is said once, here. */
import { CommanderError } from "@commander-js/extra-typings";
import { CCSPError } from "../client/errors.ts";
import { findAccess, type Role } from "./access.ts";
import { openConnection } from "./connection.ts";
import type { Deps } from "./deps.ts";
import { type Environment } from "./environment.ts";
import { EXIT, type ExitName } from "./exit-codes.ts";
import { exitNameOf } from "./exit-of-error.ts";
import { createOutput, type Streams } from "./output.ts";
import type { Program } from "./base-program.ts";
import { createProgram } from "./program.ts";
import { usageError } from "./command-error.ts";

export interface Surroundings extends Streams {
  readonly environment: Environment;
  readonly directory: string;
  /** Aborted with the name of an exit code by what ends the program early. */
  readonly signal: AbortSignal;
  readonly stdin: {
    readonly isTerminal: boolean;
    read(): Promise<string>;
    readLine(): Promise<string>;
  };
}

export async function run(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  // Before anything is parsed: also a wrong option is told as JSON to who asked for that.
  const out = createOutput(surroundings, {
    json: args.includes("--json"),
    noColor: surroundings.environment.noColor || args.includes("--no-color"),
  });
  let exit: ExitName = "ok";
  const finishWith = (name: ExitName): void => void (exit = name);
  const { deps, bind } = createDeps({ surroundings, out, finishWith });
  const program = createProgram(deps);
  bind(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return EXIT[exit];
  } catch (error) {
    return EXIT[tell(error, { out, signal: surroundings.signal })];
  }
}

interface Parts {
  readonly surroundings: Surroundings;
  readonly out: Deps["out"];
  readonly finishWith: Deps["finishWith"];
}

/** The commands need them before the arguments are read, and use them only after. */
function createDeps({ surroundings, out, finishWith }: Parts) {
  const { environment, directory, signal, stdin, stderr } = surroundings;
  let program: Program | undefined;
  const flags = () => program?.opts();
  const tokenFlag = once(async (): Promise<string | undefined> => {
    const token = flags()?.token;
    if (token !== "-") return token;
    if (stdin.isTerminal) out.note("Type the token, then Ctrl-D.");
    return (await stdin.read()).trim();
  });
  const access = async (role: Role) => {
    const { url, profile } = flags() ?? {};
    const given = { url, token: await tokenFlag(), profile };
    return findAccess({ flags: given, environment, directory, role });
  };
  const deps: Deps = {
    access,
    out,
    environment,
    directory,
    signal,
    stderr,
    finishWith,
    inputIsTerminal: stdin.isTerminal,
    readInput: () => {
      if (flags()?.token === "-")
        throw usageError(
          "Standard input holds the token (`--token -`); give what else is needed as an argument or by `--file`, or set CCSP_TOKEN.",
        );
      return stdin.read();
    },
    givenToken: async () => (await tokenFlag()) ?? environment.token,
    ask: (question) => {
      stderr.write(question);
      return stdin.readLine();
    },
    connect: async ({ as: role, retryForMs }) =>
      openConnection(await access(role), { retryForMs, signal }),
  };
  return { deps, bind: (bound: Program) => void (program = bound) };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}

function tell(
  error: unknown,
  { out, signal }: { readonly out: Deps["out"]; readonly signal: AbortSignal },
): ExitName {
  if (signal.aborted)
    return signal.reason === "terminated" ? "terminated" : "interrupted";
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return "ok"; // help and version, which were asked for
    if (error.code !== "commander.help")
      out.error({ message: wordsOf(error), exitCode: EXIT.usage });
    return "usage";
  }
  const exit = exitNameOf(error);
  out.error({
    message: messageOf(error, exit),
    ...detailsOf(error),
    exitCode: EXIT[exit],
  });
  return exit;
}

function wordsOf({ message, code }: CommanderError): string {
  const words = message.replace(/^error: /, "");
  return code === "commander.unknownCommand"
    ? `${words}\n\`ccsp help\` lists the commands.`
    : words;
}

function messageOf(error: unknown, exit: ExitName): string {
  if (exit === "bug" && error instanceof Error)
    return error.stack ?? error.message;
  return error instanceof Error ? error.message : String(error);
}

const detailsOf = (error: unknown): object =>
  error instanceof CCSPError
    ? {
        code: error.code,
        taskId: error.taskId,
        requestId: error.requestId,
        problem: error.problem,
      }
    : {};
