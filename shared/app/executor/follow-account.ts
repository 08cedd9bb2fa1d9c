/** What the account allows, as this executor knows it; what its runs show, told to all. */
import {
  type AccountLimit,
  type Allowance,
  allowance,
  answered,
  isOutage,
  type Observation,
  observed,
  raisesAlert,
  UNLIMITED,
  withCanary,
  withoutCanary,
} from "../../domain/account-limit.ts";
import type {
  AccountLimitStore,
  SeenLimit,
} from "../../ports/account-limit-store.ts";
import type { CliRun } from "../../domain/outcome.ts";
import type { Circumstances } from "../../domain/transitions.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { AuditDeed } from "../audit-deed.ts";
import { limitDeed } from "./limit-deed.ts";

/** What a run changed. */
export interface Change {
  readonly before: AccountLimit;
  readonly after: AccountLimit;
}

export interface Account {
  /** Reads what the others wrote. */
  refresh(): Promise<AccountLimit>;
  allowance(): Allowance;
  /** Takes the right to try whether the limit is over. `false`: somebody else has it, or nobody needs it. */
  takeCanary(): Promise<boolean>;
  /** Gives that right back unused. */
  dropCanary(): Promise<void>;
  /** A run was let in: the canary need not end to open what it tried. Never rejects. */
  answered(): Promise<void>;
  /** Never rejects: what could not be written is seen again with the next run. */
  observe(seen: Omit<Observation, "now" | "random">): Promise<Change>;
}

export interface AccountDeps {
  readonly limits: AccountLimitStore;
  readonly audit: AuditDeed;
  readonly clock: Pick<Clock, "now">;
  readonly journal: Journal;
  readonly random: () => number;
  /** What is allowed may have changed. */
  readonly onChange: () => void;
}

/** Others write the same row at the same time: each try reads what they wrote. */
const TRIES = 5;

export function followAccount(deps: AccountDeps): Account {
  const { limits, clock, journal } = deps;
  let known: SeenLimit | undefined;
  let writes = 0;

  const refresh = async (): Promise<SeenLimit> => {
    const before = writes;
    const seen = await limits.read();
    // What was asked before our own write may be older than what we wrote.
    if (!known || before === writes) known = seen;
    deps.onChange();
    return known;
  };

  /** Writes what `decide` makes of the present state; the change, or nothing when there was none. */
  const write = async (
    decide: (limit: AccountLimit) => AccountLimit | undefined,
  ): Promise<Change | undefined> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const seen = known ?? (await refresh());
      const after = decide(seen.limit);
      if (after === undefined || after === seen.limit) return undefined;
      if (await limits.replace(seen, after)) {
        known = { ...seen, limit: after, version: seen.version + 1 };
        writes += 1;
        deps.onChange();
        return { before: seen.limit, after };
      }
      await refresh();
    }
    return undefined;
  };

  /** Whoever made the change keeps it, so that it is kept once. */
  const keep = async (
    change: Change,
    run?: Pick<Observation, "taskId" | "outcome">,
  ): Promise<void> => {
    const deed = limitDeed(change, run);
    if (deed) await deps.audit(deed);
  };

  return {
    refresh: async () => (await refresh()).limit,
    allowance: () =>
      known
        ? allowance(known.limit, clock.now())
        : { kind: "open", places: Number.POSITIVE_INFINITY },
    takeCanary: async () => {
      const taken = await write((limit) => withCanary(limit, clock.now()));
      if (taken) journal.note({ event: "canary-started" });
      return taken !== undefined;
    },
    dropCanary: async () => {
      await write(withoutCanary);
    },
    async answered() {
      try {
        const change = await write((limit) =>
          limit.closed ? answered(limit, clock.now()) : limit,
        );
        if (!change) return;
        journal.note({ event: "limit-opened" });
        await keep(change);
      } catch (error) {
        journal.note({ event: "account-not-written", level: "error", error });
      }
    },
    async observe(seen) {
      const random = deps.random();
      try {
        const change = await write((limit) =>
          observed(limit, { ...seen, now: clock.now(), random }),
        );
        if (change) {
          tell(journal, seen, change);
          const { taskId, outcome } = seen;
          await keep(change, { taskId, outcome });
          return change;
        }
      } catch (error) {
        journal.note({ event: "account-not-written", level: "error", error });
      }
      // Others may have closed it meanwhile: what is known now counts, not what was known before.
      const limit = known?.limit ?? UNLIMITED;
      return { before: limit, after: limit };
    },
  };
}

function tell(
  journal: Journal,
  { taskId, outcome }: Pick<Observation, "taskId" | "outcome">,
  { before, after }: Change,
): void {
  const { closed } = after;
  if (closed && closed.until !== before.closed?.until)
    journal.note({
      event: isOutage(after) ? "outage" : "limit-closed",
      level: "warn",
      taskId,
      outcome,
      until: closed.until,
      refusals: after.refusals,
    });
  if (after.nearlyUsed && after.nearlyUsed !== before.nearlyUsed)
    journal.note({
      event: "usage-nearly-used-up",
      level: "warn",
      windows: after.nearlyUsed,
    });
  if (before.closed && !closed) journal.note({ event: "limit-opened", taskId });
  if (raisesAlert(before, after))
    journal.note({
      event: "cli-keeps-failing",
      level: "error",
      taskId,
      outcome,
      failuresInARow: after.failuresInARow,
    });
}

/** What the account's change says about whose fault a run's failure was. */
export function circumstancesOf(
  { before, after }: Change,
  { outcome }: CliRun,
  now: Date,
): Circumstances {
  const { closed } = after;
  const isFirst = before.refusals === 0 && after.refusals > 0;
  const isClosed = closed !== undefined && closed.until > now;
  return {
    ...(isClosed && { unlockAt: closed.until }),
    isOutage: isClosed && closed.reason === "outage",
    isRefusedAlone: outcome === "rate-limit" && isFirst,
  };
}
