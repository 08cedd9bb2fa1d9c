/** Finds out by a real, tiny run whether the login is back: one executor at a time, until it is known. */
import { OWN_ACTOR } from "../../domain/audit.ts";
import type { Session } from "../../domain/session.ts";
import { inconclusive, refused, verified } from "../../domain/session-steps.ts";
import { withoutVerifier, withVerifier } from "../../domain/session-desk.ts";
import type { Cli } from "../../ports/cli.ts";
import { amendSession } from "./amend-session.ts";
import type { IssueDeps } from "./session-deps.ts";
import { tendNow } from "./tend-issue.ts";

export interface VerifyLoginDeps extends IssueDeps {
  readonly cli: Pick<Cli, "verify">;
  /** Queues the blocked tasks again, in their old order; resolves to how many. A repeat is harmless. */
  readonly free: () => Promise<number>;
}

export type LoginFinding =
  /** Nobody asks for it now, somebody else is at it, or it was given up for `stop`. */
  | { readonly finding: "none" }
  | { readonly finding: "works"; readonly tasks: number }
  | { readonly finding: "fails"; readonly reason: string }
  | {
      readonly finding: "inconclusive";
      readonly reason: string;
      /** Earlier calls find nothing to do. */
      readonly again: Date;
    };

/** To be called while the session is `verifying`. Rejects with a `StoreError` only, unless `free` rejects otherwise. */
export type VerifyLogin = (stop: AbortSignal) => Promise<LoginFinding>;

export function verifyLogin(deps: VerifyLoginDeps): VerifyLogin {
  const { sessions, clock } = deps;

  return async (stop) => {
    const right = deps.newId();
    const taken = await amendSession(sessions, (session) =>
      withVerifier(session, right, clock.now()),
    );
    if (!taken.isDone) return { finding: "none" };
    const finding = await find(deps, right, stop);
    if (finding.finding !== "none") {
      const level = finding.finding === "works" ? "info" : "warn";
      deps.journal.note({ event: "login-verified", level, ...finding });
      await tendNow(deps);
    }
    return finding;
  };
}

async function find(
  deps: VerifyLoginDeps,
  right: string,
  stop: AbortSignal,
): Promise<LoginFinding> {
  const seen = await deps.cli.verify(stop);
  switch (seen.login) {
    case "works":
      return foundWorking(deps, right);
    case "fails": {
      const { reason } = seen;
      const written = await write(deps, (session, now) =>
        refused(session, { right, now, reason }),
      );
      return written ? { finding: "fails", reason } : { finding: "none" };
    }
    case "inconclusive":
      return stop.aborted
        ? giveBack(deps, right)
        : foundNothing(deps, right, seen.reason);
  }
}

/**
 * Frees the tasks first, while nothing can start: who dies between leaves the session to be
 * verified again. And once more when the gate is open: a run in flight may have ended meanwhile.
 */
async function foundWorking(
  deps: VerifyLoginDeps,
  right: string,
): Promise<LoginFinding> {
  const tasks = await deps.free();
  const written = await write(deps, (session, now) =>
    verified(session, { right, now, tasks }),
  );
  if (!written) return { finding: "none" };
  await deps.audit({
    action: "session-restored",
    actor: OWN_ACTOR,
    detail: { tasks },
  });
  return { finding: "works", tasks: tasks + (await deps.free()) };
}

async function foundNothing(
  deps: VerifyLoginDeps,
  right: string,
  reason: string,
): Promise<LoginFinding> {
  const random = deps.random();
  const written = await write(deps, (session, now) =>
    inconclusive(session, { right, now, reason, random }),
  );
  const again = written?.verifyAfter;
  return again
    ? { finding: "inconclusive", reason, again }
    : { finding: "none" };
}

/** Being stopped is no finding. */
async function giveBack(
  { sessions }: VerifyLoginDeps,
  right: string,
): Promise<LoginFinding> {
  await amendSession(sessions, (session) => withoutVerifier(session, right));
  return { finding: "none" };
}

async function write(
  { sessions, clock }: VerifyLoginDeps,
  decide: (session: Session, now: Date) => Session | undefined,
): Promise<Session | undefined> {
  const now = clock.now();
  const { session, isDone } = await amendSession(sessions, (seen) =>
    decide(seen, now),
  );
  return isDone ? session : undefined;
}
