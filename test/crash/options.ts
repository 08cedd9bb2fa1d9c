/** What the command line of `npm run test:crash` asks for. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";

export interface Options {
  readonly seed: number;
  readonly kills: number;
  readonly tasks: number;
  readonly json: boolean;
  readonly write: boolean;
}

/** The command line cannot be carried out; the message says what to write instead. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";
}

/** What the README may say was tried with fewer is not worth saying. */
export const KILLS_TO_WRITE = 100;
const LARGEST_SEED = 2 ** 31 - 1;

export const USAGE = `Usage: npm run test:crash -- [options]

Starts the whole service on this machine with three executors, sends it tasks, kills its processes
at random moments, and counts what is lost and what happened twice: nothing must be.

  --seed N    repeats what another run did at the same times (default: random, and printed)
  --kills K   how many times something is ended by SIGKILL (default 120: about six minutes)
  --tasks M   how many tasks are sent meanwhile (default: 8 for each kill)
  --json      prints the record as JSON instead of a sentence
  --write     puts the sentence into the README and the record beside this program (${String(KILLS_TO_WRITE)} kills or more)
  --help      prints this

Exit code: 0 when nothing was lost or doubled, 1 otherwise, 2 when an option is wrong.
`;

/** @returns nothing when only help was asked for */
export function readOptions(args: readonly string[]): Options | undefined {
  const values = parsed(args);
  if (values.help) return undefined;
  const kills = wholeNumber("kills", values.kills, 1, 10_000) ?? 120;
  if (values.write && kills < KILLS_TO_WRITE)
    throw new OptionsError(
      `--write wants --kills ${String(KILLS_TO_WRITE)} or more, not ${String(kills)}`,
    );
  return {
    kills,
    seed:
      wholeNumber("seed", values.seed, 0, LARGEST_SEED) ??
      randomInt(LARGEST_SEED),
    tasks: wholeNumber("tasks", values.tasks, 1, 100_000) ?? 8 * kills,
    json: values.json,
    write: values.write,
  };
}

function parsed(args: readonly string[]) {
  const number = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: number,
        kills: number,
        tasks: number,
        json: flag,
        write: flag,
        help: flag,
      },
    }).values;
  } catch (error) {
    // parseArgs says which argument it was, and how to write one that begins with a dash.
    throw new OptionsError(error instanceof Error ? error.message : "", {
      cause: error,
    });
  }
}

function wholeNumber(
  name: string,
  text: string | undefined,
  from: number,
  to: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new OptionsError(
    `--${name} must be a whole number from ${String(from)} to ${String(to)}, not "${text}"`,
  );
}
