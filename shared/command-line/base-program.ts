/** The program before any command is added: its name, and the options that all commands have. */
import { Command } from "@commander-js/extra-typings";
import manifest from "../../package.json" with { type: "json" };
import type { Deps } from "./deps.ts";
import { exitCodeText } from "./exit-codes.ts";

const CONNECTION = `Connection: --url and --token, or CCSP_URL and CCSP_TOKEN, or a profile, or the local
stack that \`npm start\` runs (found by CCSP_STATE_DIR, or .ccsp here or above).`;

export type Program = ReturnType<typeof createBaseProgram>;

/**
 * Options of the program may stand before or after the command. Instead of ending the process,
 * commander throws; what it would say of an error is said by run.ts, as of all others.
 */
export function createBaseProgram({
  out,
  stderr,
}: Pick<Deps, "out" | "stderr">) {
  return new Command("ccsp")
    .exitOverride()
    .configureOutput({
      writeOut: out.raw,
      writeErr: (text) => void stderr.write(text),
      outputError: () => {},
    })
    .description(
      "One queue for many agents: hand prompts to the service, follow them, run the service.",
    )
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "explain the program, or a command")
    .helpCommand("help [command]", "explain a command")
    .option("--json", "print data as JSON, errors as one line of JSON")
    .option("--url <url>", "where the service is (otherwise CCSP_URL)")
    .option(
      "--token <token>",
      "what opens it; `-` reads it from standard input (otherwise CCSP_TOKEN)",
    )
    .option("--profile <name>", "a connection kept with `ccsp profile add`")
    .option("--no-color", "no colours (also NO_COLOR, and without a terminal)")
    .addHelpText("after", `${exitCodeText()}\n\n${CONNECTION}`);
}
