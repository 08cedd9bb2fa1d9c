/** `ccsp token`: whom operators give access, and from whom they take it. */
import type { NewToken, TokenView } from "../answers.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { parsed } from "../parsed.ts";
import { parseDurationWithin } from "../moment.ts";
import { cursorOption, limitOption } from "../options.ts";
import { moreNote, readPages } from "../pages.ts";
import { newTokenNote, showNewToken, tokensTable } from "../tables/tokens.ts";
import { addTokenCreate } from "./token-create.ts";
import {
  createTokenProgram,
  LIFETIME,
  type TokenProgram,
} from "./token-program.ts";

const DAY_MS = 86_400_000;
/** The API lets no overlap be longer. */
const OVERLAP = { min: 0, max: 30 * DAY_MS };

export function addToken(program: Program, deps: Deps): void {
  const token = createTokenProgram(program);
  addTokenCreate(token, deps);
  addTokenList(token, deps);
  addTokenRevoke(token, deps);
  addTokenRotate(token, deps);
}

function addTokenList(program: TokenProgram, deps: Deps): void {
  program
    .command("list")
    .summary("list the tokens, without their secrets")
    .description("Lists the tokens that have not expired, the newest first.")
    .addOption(limitOption(1_000))
    .addOption(cursorOption())
    .addHelpText("after", examples([["ccsp token list", "all of them"]]))
    .action(async (wanted) => {
      const connection = await deps.connect({ as: "operator" });
      const page = await readPages<TokenView>(connection, "/tokens", wanted);
      deps.out.show({
        data: page,
        table: tokensTable(page.items, new Date()),
      });
      const more = moreNote(page);
      if (more !== undefined) deps.out.note(more);
    });
}

interface Revoked {
  readonly id: string;
  readonly changed: boolean;
}

function addTokenRevoke(program: TokenProgram, deps: Deps): void {
  program
    .command("revoke")
    .summary("let a token open nothing any more")
    .description(
      "Revokes a token: it opens nothing any more after five seconds. Its agent's tasks go on.",
    )
    .argument("<id>", "its id, as `ccsp token list` shows it")
    .addHelpText(
      "after",
      examples([["ccsp token revoke 3f0c9a1b2d4e5f60", "for good"]]),
    )
    .action(async (id) => {
      const { request } = await deps.connect({ as: "operator" });
      const path = `/tokens/${encodeURIComponent(id)}`;
      const answer = await request<Revoked>("DELETE", path);
      const text = answer.changed
        ? `Token ${id} is revoked; it opens nothing after five seconds.`
        : `Token ${id} was revoked already.`;
      deps.out.show({ data: answer, text });
    });
}

function addTokenRotate(program: TokenProgram, deps: Deps): void {
  program
    .command("rotate")
    .summary("make the next token of an agent, and let the old one end")
    .description(
      "Makes a token with the same agent and scopes, and lets the old one end after the overlap. The new one is printed once.",
    )
    .argument("<id>", "the old one's id, as `ccsp token list` shows it")
    .option(
      "--overlap <duration>",
      "how long both open (24h)",
      parsed((text) => parseDurationWithin(text, OVERLAP)),
    )
    .option(
      "--expires <duration>",
      "how long the new one lasts (90d)",
      parsed((text) => parseDurationWithin(text, LIFETIME)),
    )
    .addHelpText(
      "after",
      examples([
        ["ccsp token rotate 3f0c9a1b2d4e5f60", "both open for a day"],
        [
          "ccsp token rotate 3f0c9a1b2d4e5f60 --overlap 0s",
          "the old one ends now",
        ],
      ]),
    )
    .action(async (id, { overlap, expires }) => {
      const { request } = await deps.connect({ as: "operator" });
      const path = `/tokens/${encodeURIComponent(id)}/rotate`;
      const body = {
        overlapMs: overlap,
        ...(expires !== undefined && {
          expiresAt: new Date(Date.now() + expires).toISOString(),
        }),
      };
      const token = await request<NewToken>("POST", path, { body });
      deps.out.show(showNewToken(token));
      deps.out.note(newTokenNote(token));
    });
}
