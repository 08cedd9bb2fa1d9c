/** `ccsp token create`: through the service, or with `--direct` right in its table. */
import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import type { NewToken } from "../answers.ts";
import { usageError } from "../command-error.ts";
import type { Deps } from "../deps.ts";
import { createDirectly, type DirectPlaceOptions } from "../direct-token.ts";
import { examples } from "../examples.ts";
import { parsed } from "../parsed.ts";
import { parseDurationWithin } from "../moment.ts";
import { newTokenNote, showNewToken } from "../tables/tokens.ts";
import { SCOPES } from "../vocabulary.ts";
import { LIFETIME, type TokenProgram } from "./token-program.ts";

const LIFETIME_MS = 90 * 86_400_000;

type Scope = (typeof SCOPES)[number];

export function addTokenCreate(program: TokenProgram, deps: Deps): void {
  program
    .command("create")
    .summary("make a token, and print it once")
    .description(
      "Makes a token and prints it once; only a hash of it is stored. `--direct` writes it into the service's table with your AWS credentials: so the first operator gets one.",
    )
    .requiredOption("--agent <name>", "in whose name it calls")
    .addOption(
      new Option(
        "--scope <scope>",
        `what it opens: ${SCOPES.join(", ")}; may be repeated`,
      )
        .argParser(addScope)
        .makeOptionMandatory(),
    )
    .option(
      "--expires <duration>",
      "how long it lasts (90d)",
      parsed((text) => parseDurationWithin(text, LIFETIME)),
    )
    .option(
      "--direct",
      "write it into the table; no service and no token is needed",
    )
    .option(
      "--stage <stage>",
      "with --direct: of which stage is the table, for example prod",
    )
    .option("--table <name>", "with --direct: the name of the Control table")
    .option(
      "--region <region>",
      "with --direct: of AWS (otherwise AWS_REGION or your AWS profile)",
    )
    .option(
      "--endpoint-url <url>",
      "with --direct: another DynamoDB, for example an emulator",
    )
    .addHelpText(
      "after",
      examples([
        [
          "ccsp token create --agent reviewer --scope tasks --expires 90d",
          "for an agent",
        ],
        [
          "ccsp token create --agent olga --scope operate --json",
          "for an operator, with id and end as JSON",
        ],
        [
          "ccsp token create --direct --stage prod --region eu-west-1 --agent olga --scope operate",
          "the first one",
        ],
      ]),
    )
    .action(async ({ agent, scope, expires, direct, ...place }) => {
      const lastsMs = expires ?? LIFETIME_MS;
      const expiresAt = new Date(Date.now() + lastsMs);
      const wanted = { agent, scopes: scope, expiresAt };
      const token =
        direct === true
          ? await createDirectly(wanted, place)
          : await createThere(deps, wanted, place);
      deps.out.show(showNewToken(token));
      deps.out.note(newTokenNote(token));
    });
}

async function createThere(
  deps: Deps,
  body: object,
  place: DirectPlaceOptions,
): Promise<NewToken> {
  const [stray] =
    Object.entries(place).find(([, value]) => value !== undefined) ?? [];
  if (stray !== undefined)
    throw usageError(
      "--stage, --table, --region and --endpoint-url need --direct.",
    );
  const { request } = await deps.connect({ as: "operator" });
  return request<NewToken>("POST", "/tokens", { body });
}

function addScope(
  text: string,
  before: readonly Scope[] | undefined,
): readonly Scope[] {
  const scope = SCOPES.find((each) => each === text);
  if (scope === undefined)
    throw new InvalidArgumentError(`Allowed choices are ${SCOPES.join(", ")}.`);
  return [...new Set([...(before ?? []), scope])];
}
