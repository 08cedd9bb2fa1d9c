/** What the commands of `ccsp token` have in common. */
import type { Program } from "../base-program.ts";

/** The API lets no token last longer than a year. */
export const LIFETIME = { min: 60_000, max: 365 * 86_400_000 };

export type TokenProgram = ReturnType<typeof createTokenProgram>;

export const createTokenProgram = (program: Program) =>
  program
    .command("token")
    .summary("create, list, revoke and rotate tokens")
    .description(
      "Tokens say which agent calls, what it may do, and until when. Only a hash of each is stored.",
    );
