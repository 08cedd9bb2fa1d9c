/** `ccsp session`: whether the CLI's login works, and the word of an operator that it does again. */
import type { SessionStatus } from "../answers.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { reasonOption } from "../options.ts";
import { describeSession } from "../tables/session.ts";

interface Restored {
  readonly changed: boolean;
  readonly state: string;
}

const wordsOf = ({ changed, state }: Restored): string =>
  changed
    ? "The login is tried now; `ccsp session` shows what comes of it."
    : `Nothing was changed: the login ${state === "active" ? "is not lost" : `is tried already (${state})`}.`;

export function addSession(program: Program, deps: Deps): void {
  const session = program
    .command("session")
    .summary("show whether the CLI's login works")
    .description(
      "Shows the login: its state, the issue, how many tasks wait for it.",
    )
    .addHelpText(
      "after",
      examples([
        ["ccsp session", "its state"],
        ["ccsp session restored", "have it tried now, after you renewed it"],
      ]),
    )
    .action(async () => {
      const { request } = await deps.connect({ as: "operator" });
      const status = await request<SessionStatus>("GET", "/session/status");
      deps.out.show({ data: status, text: describeSession(status) });
    });
  session
    .command("restored")
    .summary("say that the login works again; it is tried at once")
    .description(
      "Says that the login was renewed. A tiny run finds out whether it works; then what waits goes on.",
    )
    .addOption(reasonOption())
    .addHelpText(
      "after",
      examples([["ccsp session restored", "after `claude login`"]]),
    )
    .action(async ({ reason }) => {
      const { request } = await deps.connect({ as: "operator" });
      const path = "/session/restored";
      const answer = await request<Restored>("POST", path, {
        body: { reason },
      });
      deps.out.show({ data: answer, text: wordsOf(answer) });
    });
}
