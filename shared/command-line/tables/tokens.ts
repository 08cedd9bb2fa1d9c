/** Tokens for people: those that are listed without their secrets, a new one whole. */
import type { NewToken, TokenView } from "../answers.ts";
import { formatDuration } from "../duration.ts";
import { showTime } from "../moment.ts";
import type { Shown } from "../output.ts";
import type { Table } from "../table.ts";

export const tokensTable = (
  tokens: readonly TokenView[],
  now: Date,
): Table => ({
  head: ["id", "agent", "scopes", "created", "expires", "state"],
  rows: tokens.map(({ id, agent, scopes, createdAt, expiresAt, ...token }) => [
    ...[id, agent, scopes.join(" ")],
    createdAt && showTime(createdAt),
    showTime(expiresAt),
    token.revokedAt === undefined
      ? `ends in ${formatDuration(Date.parse(expiresAt) - now.getTime())}`
      : `revoked ${showTime(token.revokedAt)}`,
  ]),
  empty: "There are no tokens.",
});

/** The secret alone on standard output, so that it can be handed on by a pipe; the rest is a remark. */
export const showNewToken = (token: NewToken): Shown => ({
  data: token,
  text: token.token,
});

export function newTokenNote({
  id,
  agent,
  scopes,
  ...token
}: NewToken): string {
  const { replaces, expiresAt } = token;
  return [
    `Token ${id} for ${agent}, scopes ${scopes.join(" ")}, until ${showTime(expiresAt)}. It is shown this once.`,
    ...(replaces === undefined
      ? []
      : [
          `It replaces ${replaces.id}, which ends ${showTime(replaces.expiresAt)}.`,
        ]),
  ].join("\n");
}
