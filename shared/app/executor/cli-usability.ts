/** Whether the CLI can be used: checked at the start, and again whenever it seems not to be. */
import type { Cli } from "../../ports/cli.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, JournalEntry } from "../../ports/journal.ts";

export interface CliUsability {
  /** Why it cannot be used; `undefined` when it can. */
  problem(): string | undefined;
  isChecked(): boolean;
  /** Resolves when it can be used, or when `stop` fires. */
  check(stop: AbortSignal): Promise<void>;
  /** A task's own setting can be wrong, or the CLI's: a run without settings tells them apart. */
  suspect(stop: AbortSignal): void;
  /** Resolves when no suspicion is being looked into. */
  settled(): Promise<void>;
}

export interface UsabilityDeps {
  readonly cli: Pick<Cli, "check" | "verify">;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Called after each look. */
  readonly onLook: () => Promise<void>;
}

/** After so long a CLI that could not be used is tried again. */
const RECHECK_MS = 30_000;

type Look = () => Promise<
  { readonly reason: string } | { readonly entry: JournalEntry }
>;

export function cliUsability(deps: UsabilityDeps): CliUsability {
  const { cli, clock, journal } = deps;
  let problem: string | undefined = "the CLI has not been checked yet";
  let isChecked = false;
  let suspicion: Promise<void> | undefined;

  /** Looks at the CLI again and again until it can be used. */
  const untilUsable = async (look: Look, stop: AbortSignal): Promise<void> => {
    while (!stop.aborted) {
      const seen = await look();
      problem = "reason" in seen ? seen.reason : undefined;
      journal.note(
        "entry" in seen
          ? seen.entry
          : { event: "cli-unusable", level: "error", reason: problem },
      );
      isChecked = true;
      await deps.onLook();
      if (problem === undefined) return;
      await clock.sleep(RECHECK_MS, stop);
    }
  };

  const check: Look = async () => {
    const seen = await cli.check();
    return seen.usable
      ? { entry: { event: "cli-usable", version: seen.version } }
      : seen;
  };

  return {
    problem: () => problem,
    isChecked: () => isChecked,
    check: (stop) => untilUsable(check, stop),
    suspect(stop) {
      const verify: Look = async () => {
        const verification = await cli.verify(stop);
        const { login } = verification;
        // A CLI that says that its login is lost works: the next run closes the gate for that.
        return login === "inconclusive"
          ? verification
          : { entry: { event: "cli-works", login } };
      };
      suspicion ??= untilUsable(verify, stop).finally(() => {
        suspicion = undefined;
      });
    },
    settled: async () => {
      await suspicion;
    },
  };
}
