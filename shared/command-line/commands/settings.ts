/** `ccsp settings`: what operators may change while the service runs. */
import type { Program } from "../base-program.ts";
import { usageError } from "../command-error.ts";
import type { Connection } from "../connection.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { reasonOption } from "../options.ts";
import { assignments, resets } from "../settings-patch.ts";
import { type SettingsView, settingsTable } from "../tables/settings.ts";

const PATH = "/settings";

export function addSettings(program: Program, deps: Deps): void {
  const settings = createSettingsProgram(program, deps);
  addSettingsSet(settings, deps);
  addSettingsReset(settings, deps);
}

type SettingsProgram = ReturnType<typeof createSettingsProgram>;

const createSettingsProgram = (program: Program, deps: Deps) =>
  program
    .command("settings")
    .summary("show or change the settings of the running service")
    .description(
      "Shows the settings. A change is in force within five seconds, everywhere, without a restart.",
    )
    .addHelpText(
      "after",
      examples([
        ["ccsp settings", "all of them, and which were changed"],
        ["ccsp settings set concurrency=4", "at once"],
        ["ccsp settings reset concurrency", "as the service began"],
      ]),
    )
    .action(async () => {
      const view = await read(await deps.connect({ as: "operator" }));
      show(deps, view);
    });

function addSettingsSet(program: SettingsProgram, deps: Deps): void {
  program
    .command("set")
    .summary("change settings")
    .description(
      "Changes settings, all of them or, if one is wrong, none. Parts of a setting are named with dots; a list is written with commas; anything may be written as JSON.",
    )
    .argument("<changes...>", "name=value")
    .addOption(reasonOption())
    .addHelpText(
      "after",
      examples([
        ["ccsp settings set concurrency=4 throttleDelayMs=500", "two at once"],
        ["ccsp settings set allowedModels=sonnet,haiku", "a list"],
        ["ccsp settings set loadManagement.lowAt=0.7", "a part of one"],
        [
          `ccsp settings set 'agentCaps={"reviewer": 50}'`,
          "JSON; agents that it does not name keep theirs",
        ],
      ]),
    )
    .action(async (changes, { reason }) => {
      const connection = await deps.connect({ as: "operator" });
      const { version, settings } = await read(connection);
      const patch = assignments(changes, settings);
      const body = { ...patch, version, reason };
      show(deps, await change(connection, body));
      deps.out.note("In force within five seconds.");
    });
}

function addSettingsReset(program: SettingsProgram, deps: Deps): void {
  program
    .command("reset")
    .summary("give settings back what the service began with")
    .description(
      "Gives settings back what the service began with: what its environment says, or else what is built in.",
    )
    .argument("[names...]", "which settings")
    .option("--all", "every setting")
    .addOption(reasonOption())
    .addHelpText(
      "after",
      examples([
        ["ccsp settings reset concurrency allowedModels", "these two"],
        ["ccsp settings reset --all", "every setting"],
      ]),
    )
    .action(async (names, { all, reason }) => {
      if (names.length > 0 === (all === true))
        throw usageError("Name the settings to reset, or give --all.");
      const connection = await deps.connect({ as: "operator" });
      const { version, settings } = await read(connection);
      const patch = resets(
        all === true ? Object.keys(settings) : names,
        settings,
      );
      const body = { ...patch, version, reason };
      show(deps, await change(connection, body));
      deps.out.note("In force within five seconds.");
    });
}

const read = ({ request }: Connection): Promise<SettingsView> =>
  request<SettingsView>("GET", PATH);

const change = ({ request }: Connection, body: object): Promise<SettingsView> =>
  request<SettingsView>("PATCH", PATH, { body });

const show = ({ out }: Pick<Deps, "out">, view: SettingsView): void =>
  out.show({ data: view, table: settingsTable(view) });
