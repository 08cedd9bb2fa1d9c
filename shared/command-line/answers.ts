/** What the operators' routes answer, as far as the command line reads it. */

export interface GateView {
  readonly closed: boolean;
  readonly reason?: string;
  readonly actor?: string;
  readonly since?: string;
  readonly until?: string;
  /** The classes that it holds back; absent: all. */
  readonly holds?: readonly string[];
}

export interface ExecutorView {
  readonly id: string;
  readonly slots: number;
  readonly running: number;
  readonly lastSeenAt: string;
  /** Of the service; absent: an old one's. */
  readonly version?: string;
  /** Why it takes no work. */
  readonly problem?: string;
}

export interface ClassView {
  readonly waiting: number;
  readonly delayed: number;
  readonly running: number;
  readonly oldestAgeMs?: number | null;
}

export interface QueueStatus {
  readonly classes: Readonly<Record<string, ClassView>>;
  readonly deadLetters: number;
  readonly gates: Readonly<Record<string, GateView>>;
  readonly executors: readonly ExecutorView[];
  readonly starvationBound: number;
}

export interface Liveness {
  readonly ok: boolean;
  readonly problem?: string;
}

export interface Health {
  readonly status: string;
  /** Absent for whoever may not observe. */
  readonly dependencies?: {
    readonly sqs: Liveness;
    readonly dynamodb: Liveness;
    readonly executors: readonly ExecutorView[];
    readonly session?: { readonly state: string; readonly lastError?: string };
    readonly gates: Readonly<Record<string, GateView>>;
  };
}

export interface SessionStatus {
  readonly state: string;
  readonly since: string;
  readonly blockedTasks: number;
  readonly issueNumber?: number;
  readonly issueUrl?: string;
  readonly lastVerifiedAt?: string;
  readonly lastError?: string;
}

export interface Whoami {
  readonly agent: string;
  readonly scopes: readonly string[];
  readonly tokenId: string;
  readonly expiresAt: string;
}

export interface StopReport {
  readonly since: string;
  readonly reason: string;
  readonly actor: string;
  readonly running: readonly {
    readonly taskId: string;
    readonly agent: string;
    readonly queueClass: string;
    readonly startedAt: string;
  }[];
  readonly waiting: Readonly<Record<string, number>>;
  readonly clearedAt?: string;
  readonly clearedBy?: string;
  readonly issueUrl?: string;
  readonly toldAt?: string;
  readonly problem?: string;
}

export interface TokenView {
  readonly id: string;
  readonly agent: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string;
  readonly createdAt?: string;
  readonly revokedAt?: string;
}

/** The one answer that holds the token itself. */
export interface NewToken extends TokenView {
  readonly token: string;
  /** After a rotation: which one it replaces, and when that ends. */
  readonly replaces?: { readonly id: string; readonly expiresAt: string };
}

export interface AuditEntry {
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly reason?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

export interface Objective {
  readonly objective: string;
  readonly class?: string;
  readonly target: number;
  readonly actual: number | null;
  readonly isKept: boolean | null;
}

export interface Review {
  readonly objectives: readonly Objective[];
  readonly availability: {
    readonly share: number | null;
    readonly minutes: number;
    readonly upMinutes: number;
  };
  readonly capacity: {
    readonly slots: number | null;
    readonly utilization: number | null;
  };
  /** `null`: nothing is known of that time. */
  readonly usage: {
    readonly finished: number;
    readonly failed: number;
    readonly requests: number;
    readonly averageResponseTime: number | null;
    readonly averageWaitTime: number | null;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly costUsd: number;
  } | null;
  readonly failures: readonly {
    readonly outcome: string;
    readonly tasks: number;
  }[];
}

export interface Report extends Review {
  readonly period: string;
  readonly before?: Review;
  readonly projectedUtilization: number | null;
}

/** Milliseconds; `null`: of none. */
export interface Times {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

interface ClassTimes {
  readonly waitMs: Times;
  readonly runMs: Times;
  readonly overheadMs: Times;
}

export interface PerformanceStats extends ClassTimes {
  readonly classes: readonly (ClassTimes & { readonly class: string })[];
}
