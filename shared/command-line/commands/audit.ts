/** `ccsp audit`: who did what, when and why. */
import { Option } from "@commander-js/extra-typings";
import type { AuditEntry } from "../answers.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { showTime } from "../moment.ts";
import { parseWhen } from "../metrics/time-range.ts";
import { cursorOption, limitOption } from "../options.ts";
import { moreNote, readPages } from "../pages.ts";
import { parsed } from "../parsed.ts";
import type { Table } from "../table.ts";
import { AUDIT_ACTIONS } from "../vocabulary.ts";

export function addAudit(program: Program, deps: Deps): void {
  program
    .command("audit")
    .summary("show who did what, when and why")
    .description(
      "Shows the audit trail, the newest first. Entries are kept for 400 days.",
    )
    .option(
      "--from <time>",
      "only from then on: a time, or for example 2h",
      when,
    )
    .option("--to <time>", "only until then", when)
    .option("--actor <name>", "only what this one did")
    .addOption(
      new Option("--action <action>", "only this kind").choices(AUDIT_ACTIONS),
    )
    .addOption(limitOption(50))
    .addOption(cursorOption())
    .addHelpText(
      "after",
      examples([
        ["ccsp audit", "the newest 50"],
        ["ccsp audit --from 7d --action emergency-stop", "a week's stops"],
        ["ccsp audit --actor olga -n 1000 --json", "what olga did"],
      ]),
    )
    .action(async (wanted) => {
      const connection = await deps.connect({ as: "operator" });
      const { from, to } = wanted;
      const page = await readPages<AuditEntry>(connection, "/audit", {
        ...wanted,
        from: from?.toISOString(),
        to: to?.toISOString(),
      });
      deps.out.show({ data: page, table: auditTable(page.items) });
      const more = moreNote(page);
      if (more !== undefined) deps.out.note(more);
    });
}

const when = parsed((text) => parseWhen(text, new Date()));

const auditTable = (entries: readonly AuditEntry[]): Table => ({
  head: ["time", "action", "actor", "reason", "detail"],
  rows: entries.map(({ at, action, actor, reason, detail }) => [
    showTime(at),
    ...[action, actor, reason],
    detail && detailText(detail),
  ]),
  empty: "Nothing of the kind is in the audit trail.",
});

const WIDTH = 80;

/** `name=value`, as far as there is room; `--json` has all of it. */
function detailText(detail: NonNullable<AuditEntry["detail"]>): string {
  const words = Object.entries(detail).map(
    ([name, value]) =>
      `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const text = words.join(" ");
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}
