/** The one login that all tasks share: lost once, told in an issue, found again by a real run. */

export const SESSION_STATES = [
  "active",
  "blocked",
  "notified",
  "monitoring",
  "verifying",
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** `billing`: the login is known, and the account does not pay. */
export const SESSION_CAUSES = ["session-expired", "billing"] as const;
export type SessionCause = (typeof SESSION_CAUSES)[number];

/** How the login was lost. */
export interface Loss {
  /** Names this loss and no other; the issue carries it. */
  readonly incident: string;
  readonly cause: SessionCause;
  /** The CLI's words. */
  readonly reason: string;
  readonly at: Date;
  readonly executorId: string;
  readonly taskId?: string;
}

/** The issue that tells people of the loss. */
export interface SessionIssue {
  readonly number: number;
  readonly url: string;
  /** What it was read with when it was last seen open. */
  readonly etag?: string;
  /** As it was last written, and when. */
  readonly body: string;
  readonly writtenAt: Date;
}

/** What is still to be said on an issue. */
export type Owed = { readonly issue: number } & (
  | { readonly word: "works"; readonly tasks: number }
  | { readonly word: "refused" | "doubtful"; readonly reason: string }
  /** Somebody opened the gate by hand. */
  | { readonly word: "opened" }
  /** The login was back before the issue was there. */
  | { readonly word: "needless" }
);

/** A right that only one has at a time, lost when its time is over. */
export interface Right {
  readonly id: string;
  readonly until: Date;
}

/** The issue tracker does not do what we ask. */
export interface Trouble {
  /** Tries in a row that failed. */
  readonly count: number;
  readonly message: string;
  readonly nextTryAt: Date;
}

export interface Session {
  readonly state: SessionState;
  readonly since: Date;
  /** Present until the login is back. */
  readonly loss?: Loss;
  readonly issue?: SessionIssue;
  /** When the login last came back: what began before says nothing about it. */
  readonly restoredAt?: Date;
  /** When a verification last found out whether the login works. */
  readonly lastVerifiedAt?: Date;
  /** Why the login was last refused, or could not be verified. */
  readonly lastError?: string;
  /** Who verifies the login at present. */
  readonly verifier?: Right;
  /** Verifications in a row that did not find it out. */
  readonly doubts: number;
  /** The next verification waits until then. */
  readonly verifyAfter?: Date;
  /** Who writes on the issue at present. */
  readonly pen?: Right;
  readonly trouble?: Trouble;
  /** The first first. */
  readonly owed: readonly Owed[];
}

/** What there is before anything happened. */
export const NEVER_LOST: Session = {
  state: "active",
  since: new Date(0),
  doubts: 0,
  owed: [],
};

/** What people have to know of: that they cannot be told comes first. */
export const lastErrorOf = ({
  trouble,
  lastError,
}: Session): string | undefined => trouble?.message ?? lastError;

export interface Step {
  readonly from: readonly SessionState[];
  readonly to: SessionState;
  readonly why: string;
}

/** Every way from state to state: docs/state-machine.md is drawn from it. */
export const SESSION_STEPS = {
  lost: {
    from: ["active"],
    to: "blocked",
    why: "a run found the login expired, or unpaid",
  },
  issueOpened: {
    from: ["blocked", "monitoring"],
    to: "notified",
    why: "the issue is there",
  },
  monitoringBegun: {
    from: ["notified"],
    to: "monitoring",
    why: "the issue was seen open",
  },
  issueGone: {
    from: ["notified", "monitoring"],
    to: "blocked",
    why: "the issue was deleted",
  },
  closeSeen: {
    from: ["notified", "monitoring"],
    to: "verifying",
    why: "the issue was closed",
  },
  restoredByHand: {
    from: ["blocked", "notified", "monitoring"],
    to: "verifying",
    why: "said by an operator",
  },
  inconclusive: {
    from: ["verifying"],
    to: "verifying",
    why: "could not be found out",
  },
  verified: { from: ["verifying"], to: "active", why: "the login works" },
  refused: {
    from: ["verifying"],
    to: "monitoring",
    why: "the login still does not work",
  },
} as const satisfies Readonly<Record<string, Step>>;
