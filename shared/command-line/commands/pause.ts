/** `ccsp pause`: tasks are accepted and wait; those that run go on. */
import type { GateView } from "../answers.ts";
import type { Program } from "../base-program.ts";
import { usageError } from "../command-error.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { parsed } from "../parsed.ts";
import { parseDurationWithin, parseMoment, showTime } from "../moment.ts";
import { reasonOption } from "../options.ts";

/** The API takes no time that is farther away. */
const FOR = { min: 1_000, max: 365 * 86_400_000 };

interface Paused {
  readonly paused: GateView;
  readonly changed: boolean;
}

export function addPause(program: Program, deps: Deps): void {
  program
    .command("pause")
    .summary("accept tasks, but start none")
    .description(
      "Holds the queue: tasks are accepted and wait, those that run go on. `ccsp resume` ends it.",
    )
    .option(
      "--until <time>",
      "resume by itself then (ISO 8601)",
      parsed(parseMoment),
    )
    .option(
      "--for <duration>",
      "resume by itself after so long",
      parsed((text) => parseDurationWithin(text, FOR)),
    )
    .addOption(reasonOption())
    .addHelpText(
      "after",
      examples([
        ['ccsp pause --reason "moving the database"', "until `ccsp resume`"],
        ["ccsp pause --for 30m", "resumes by itself in half an hour"],
        ["ccsp pause --until 2030-01-31T06:00:00Z", "resumes by itself then"],
      ]),
    )
    .action(async ({ until, for: forMs, reason }) => {
      if (until !== undefined && forMs !== undefined)
        throw usageError("Give either --until or --for, not both.");
      const end =
        forMs === undefined
          ? until
          : new Date(Date.now() + forMs).toISOString();
      const { request } = await deps.connect({ as: "operator" });
      const body = { reason, until: end };
      const answer = await request<Paused>("POST", "/queue/pause", { body });
      deps.out.show({ data: answer, text: wordsOf(answer) });
    });
}

function wordsOf({ changed, paused: { until } }: Paused): string {
  const end = until === undefined ? "`ccsp resume`" : showTime(until);
  return changed
    ? `Paused until ${end}. What runs goes on.`
    : `It was paused so already, until ${end}. Nothing was changed.`;
}
