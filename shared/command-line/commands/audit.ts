/** `ccsp audit`: who did what, when and why. */
import type { AuditEntry } from "../answers.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { showTime } from "../moment.ts";
import { cursorOption, limitOption } from "../options.ts";
import { moreNote, readPages } from "../pages.ts";
import type { Table } from "../table.ts";

export function addAudit(program: Program, deps: Deps): void {
  program
    .command("audit")
    .summary("show who did what, when and why")
    .description(
      "Shows the audit trail, the newest first. Entries are kept for 400 days.",
    )
    .addOption(limitOption(50))
    .addOption(cursorOption())
    .addHelpText(
      "after",
      examples([
        ["ccsp audit", "the newest 50"],
        [
          `ccsp audit -n 1000 --json | jq '.items[] | select(.action == "emergency-stop")'`,
          "every stop among the newest 1000",
        ],
      ]),
    )
    .action(async (wanted) => {
      const connection = await deps.connect({ as: "operator" });
      const page = await readPages<AuditEntry>(connection, "/audit", wanted);
      deps.out.show({ data: page, table: auditTable(page.items) });
      const more = moreNote(page);
      if (more !== undefined) deps.out.note(more);
    });
}

const auditTable = (entries: readonly AuditEntry[]): Table => ({
  head: ["time", "action", "actor", "reason", "detail"],
  rows: entries.map(({ at, action, actor, reason, detail }) => [
    showTime(at),
    ...[action, actor, reason],
    detail && detailText(detail),
  ]),
  empty: "The audit trail is empty.",
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
