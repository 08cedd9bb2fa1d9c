/** `ccsp resume`: opens a gate again: that of a pause, another one that is named, or that of an emergency stop. */
import type { QueueStatus } from "../answers.ts";
import type { Program } from "../base-program.ts";
import { usageError } from "../command-error.ts";
import type { Connection } from "../connection.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { stillClosed } from "../gates.ts";
import { Option } from "@commander-js/extra-typings";
import { reasonOption } from "../options.ts";
import { GATES } from "../vocabulary.ts";

interface Opened {
  readonly changed: boolean;
}

export function addResume(program: Program, deps: Deps): void {
  program
    .command("resume")
    .summary("let work go on after a pause or an emergency stop")
    .description(
      "Opens a gate. Without options it ends a pause. `--gate` overrules another gate; one whose cause lasts closes again. `--emergency` lifts an emergency stop, which nothing else does.",
    )
    .addOption(
      new Option("--gate <gate>", "which gate (paused)").choices(GATES),
    )
    .option("--emergency", "lift the emergency stop")
    .addOption(reasonOption())
    .addHelpText(
      "after",
      examples([
        ["ccsp resume", "end a pause"],
        [
          "ccsp resume --gate limit",
          "try again although the account's limit is not over",
        ],
        [
          'ccsp resume --emergency --reason "disk replaced"',
          "lift the emergency stop",
        ],
      ]),
    )
    .action(async ({ gate, emergency, reason }) => {
      if (emergency === true && gate !== undefined)
        throw usageError("Give either --gate or --emergency, not both.");
      const connection = await deps.connect({ as: "operator" });
      const name = emergency === true ? "emergency" : (gate ?? "paused");
      const answer = await open(connection, name, reason);
      deps.out.show({ data: answer, text: wordsOf(name, answer) });
      await noteWhatIsClosed(connection, deps);
    });
}

const open = (
  { request }: Connection,
  gate: string,
  reason: string | undefined,
): Promise<Opened> =>
  gate === "emergency"
    ? request<Opened>("POST", "/control/clear", { body: { reason } })
    : request<Opened>("POST", "/queue/resume", { body: { reason, gate } });

function wordsOf(gate: string, { changed }: Opened): string {
  if (gate === "emergency")
    return changed
      ? "The emergency stop is lifted. One task runs first; when it ends well, the rest follows."
      : "There is no emergency stop. Nothing was changed.";
  return changed
    ? `The gate \`${gate}\` is open.`
    : `The gate \`${gate}\` was open already. Nothing was changed.`;
}

/** Who opens one gate while another holds everything shall not wonder. */
async function noteWhatIsClosed(
  { request }: Connection,
  { out }: Pick<Deps, "out">,
): Promise<void> {
  if (out.json) return;
  const { gates } = await request<QueueStatus>("GET", "/queue/status");
  const words = stillClosed(gates);
  if (words !== undefined) out.note(words);
}
