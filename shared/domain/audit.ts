/** Who did what, when and why: a deed that changed how the service works, and is kept. */

/** Everything that is audited; nothing else is. */
export const AUDIT_ACTIONS = [
  "pause",
  "resume",
  "clear-queue",
  "emergency-stop",
  "clear-stop",
  "gate-expired",
  "limit-closed",
  "limit-opened",
  "load-held",
  "load-freed",
  "retry-task",
  "redrive",
  "change-priority",
  "restore-session",
  "session-lost",
  "session-restored",
  "change-settings",
  "create-token",
  "revoke-token",
  "rotate-token",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who acts where nobody gave an order. */
export const OWN_ACTOR = "ccsp";

export interface Deed {
  readonly action: AuditAction;
  readonly actor: string;
  readonly reason?: string;
  /** Whatever else is worth knowing, as JSON has it; never a prompt, a result or a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface AuditEntry extends Deed {
  /** A UUID. */
  readonly id: string;
  readonly at: Date;
}
