/** What was decided and why: one entry a decision, never a prompt, a result or a secret. */
export interface JournalEntry {
  /** What happened, as a kebab-case name, for example `task-finished`. */
  readonly event: string;
  readonly level?: "debug" | "info" | "warn" | "error";
  readonly taskId?: string | undefined;
  readonly error?: unknown;
  readonly [detail: string]: unknown;
}

export interface Journal {
  note(entry: JournalEntry): void;
}
