import { auditDeed } from "../../../../shared/app/audit-deed.ts";
import type { IssueDeps } from "../../../../shared/app/session/session-deps.ts";
import type { VerifyLoginDeps } from "../../../../shared/app/session/verify-login.ts";
import type { AuditEntry } from "../../../../shared/domain/audit.ts";
import type { Session } from "../../../../shared/domain/session.ts";
import type { Verification } from "../../../../shared/domain/verification.ts";
import {
  type ManualClock,
  manualClock,
  START,
} from "../../../fakes/memory-clock.ts";
import {
  type MemoryControlStores,
  memoryControlStores,
} from "../../../fakes/memory-control-stores.ts";
import {
  type MemoryIssue,
  type MemoryIssueTracker,
  memoryIssueTracker,
} from "../../../fakes/memory-issue-tracker.ts";
import {
  type MemoryJournal,
  memoryJournal,
} from "../../../fakes/memory-journal.ts";

/** The login of a service, its issue tracker, and a CLI that finds of it what it is told. */
export interface SessionWorld {
  readonly deps: VerifyLoginDeps;
  readonly withoutTracker: VerifyLoginDeps;
  readonly clock: ManualClock;
  readonly control: MemoryControlStores;
  readonly tracker: MemoryIssueTracker;
  readonly journal: MemoryJournal;
  /** What waits, as the next body of the issue tells. */
  waiting: Awaited<ReturnType<IssueDeps["waiting"]>>;
  /** What verifications find. */
  login: Verification;
  verifications: number;
  /** Tasks that `free` has not freed yet. */
  blocked: number;
  session(): Promise<Session>;
  /** Writes the session as it shall be. */
  set(session: Session): Promise<void>;
  /** What is in the audit trail, the newest first. */
  audited(): Promise<readonly AuditEntry[]>;
  issues(): readonly MemoryIssue[];
}

export const STOP = new AbortController().signal;
export const A_MINUTE = 60_000;

export const aRefusal = {
  cause: "session-expired",
  reason: "OAuth token has expired",
  executorId: "e-1",
  taskId: "t-1",
  startedAt: START,
} as const;

export function aSessionWorld(start?: Date): SessionWorld {
  const clock = manualClock(start);
  const control = memoryControlStores();
  const tracker = memoryIssueTracker();
  const journal = memoryJournal();
  let ids = 0;
  const newId = (): string => `id-${(ids += 1)}`;
  const { trail } = control;
  const withoutTracker: VerifyLoginDeps = {
    sessions: control.sessions,
    clock,
    journal,
    wording: {
      stage: "test",
      label: "ccsp",
      credential: { kind: "file", path: ".ccsp/credentials.json" },
    },
    audit: auditDeed({ trail, clock, journal, newId }),
    newId,
    random: () => 0,
    waiting: async () => world.waiting,
    cli: {
      verify: async () => {
        world.verifications += 1;
        return world.login;
      },
    },
    free: async () => {
      const freed = world.blocked;
      world.blocked = 0;
      return freed;
    },
  };
  const world: SessionWorld = {
    deps: { ...withoutTracker, tracker },
    withoutTracker,
    clock,
    control,
    tracker,
    journal,
    waiting: { tasks: 1, agents: ["alice"] },
    login: { login: "works" },
    verifications: 0,
    blocked: 0,
    session: async () => (await control.sessions.read()).session,
    set: async (session) => {
      await control.sessions.replace(await control.sessions.read(), session);
    },
    audited: async () => (await trail.list({ limit: 100 })).entries,
    issues: () => [...tracker.issues.values()],
  };
  return world;
}
