/** `ccsp profile`: connections kept under a name, so that nobody types a URL and a token twice. */
import { connect } from "../../client/connect.ts";
import type { Program } from "../base-program.ts";
import { CommandError, usageError } from "../command-error.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import {
  profilesFile,
  type Profiles,
  readProfiles,
  writeProfiles,
} from "../profiles.ts";

export function addProfile(program: Program, deps: Deps): void {
  const profile = program
    .command("profile")
    .summary("keep connections under a name")
    .description(
      `Keeps connections, with their tokens, in ${profilesFile("~/.config/ccsp")}, which only you may read.`,
    );
  const { environment, out } = deps;
  const read = () => readProfiles(environment.configDir);
  const write = (profiles: Profiles) =>
    writeProfiles(environment.configDir, profiles);

  profile
    .command("add")
    .summary("keep a connection, or change it")
    .description(
      "Keeps a URL (--url or CCSP_URL) and a token (CCSP_TOKEN, or --token - and standard input).",
    )
    .argument("<name>", "what to call it")
    .option("--use", "use it from now on unless something else is said")
    .addHelpText(
      "after",
      examples([
        [
          "ccsp profile add prod --use --url https://ccsp.example --token -",
          "asks for the token",
        ],
      ]),
    )
    .action(async (name, { use }, command) => {
      const url = command.optsWithGlobals().url ?? environment.url;
      const kept = await connectionOf(deps, url);
      const { current, profiles } = read();
      const now = use ? name : current;
      write({
        ...(now !== undefined && { current: now }),
        profiles: { ...profiles, [checkName(name)]: kept },
      });
      const data = { name, url: kept.url, current: now === name };
      out.show({ data, text: `The profile ${name} leads to ${kept.url}.` });
      if (now !== name)
        out.note(
          `Use it with \`--profile ${name}\`, or always after \`ccsp profile use ${name}\`.`,
        );
    });

  profile
    .command("list")
    .summary("list the connections, without their tokens")
    .action(() => {
      const { current, profiles } = read();
      const items = Object.entries(profiles).map(([name, { url }]) => ({
        name,
        url,
        current: name === current,
      }));
      const rows = items.map((each) => [
        each.name,
        each.url,
        each.current ? "yes" : "",
      ]);
      const empty = "There are no profiles yet: `ccsp profile add`.";
      const head = ["profile", "url", "in use"];
      out.show({ data: { items }, table: { head, rows, empty } });
    });

  profile
    .command("use")
    .summary("use a connection unless something else is said")
    .argument("[name]", "which; without one, none is in use any more")
    .action((name) => {
      const { profiles } = read();
      if (name !== undefined) demand(profiles, name);
      write({ ...(name !== undefined && { current: name }), profiles });
      const text =
        name === undefined
          ? "No profile is in use."
          : `The profile ${name} is in use.`;
      out.show({ data: { current: name ?? null }, text });
    });

  profile
    .command("remove")
    .summary("forget a connection")
    .argument("<name>", "which")
    .action((name) => {
      const { current, profiles } = read();
      demand(profiles, name);
      const { [name]: _removed, ...rest } = profiles;
      const isOther = current !== undefined && current !== name;
      write({ ...(isOther && { current }), profiles: rest });
      out.show({
        data: { name, removed: true },
        text: `The profile ${name} is forgotten.`,
      });
    });
}

async function connectionOf(deps: Deps, url: string | undefined) {
  if (url === undefined)
    throw usageError("The URL is missing: give --url, or set CCSP_URL.");
  const token = await deps.givenToken();
  if (token === undefined)
    throw usageError(
      "The token is missing: set CCSP_TOKEN, or give `--token -` and the token on standard input.",
    );
  const { baseUrl } = connect({ baseUrl: url, token });
  return { url: baseUrl, token };
}

function checkName(name: string): string {
  if (/^[\w.-]{1,64}$/.test(name) && name !== "__proto__") return name;
  throw usageError(
    `\`${name}\` cannot be a profile's name: take letters, digits, dots, hyphens and underscores.`,
  );
}

function demand(profiles: Profiles["profiles"], name: string): void {
  if (!Object.hasOwn(profiles, name))
    throw new CommandError(
      "notFound",
      `There is no profile \`${name}\`; \`ccsp profile list\` shows those that are.`,
    );
}
