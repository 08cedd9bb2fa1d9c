/** Where deeds are kept: entries are only added, and nobody changes one. */
import type { AuditAction, AuditEntry } from "../domain/audit.ts";

/** Which entries; those that have all of it. */
export interface AuditFilter {
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
  readonly actor?: string;
  readonly action?: AuditAction;
}

/** A page of the trail, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Where the page ended: pass it back as `after` to go on behind it. Absent at the end. */
  readonly last?: string;
}

/** Both methods reject with a `StoreError` when the store cannot be reached. */
export interface AuditTrail {
  /** An entry whose id and time are there already stays as it is. Entries are kept for 400 days. */
  add(entry: AuditEntry): Promise<void>;
  /**
   * At most `limit` entries, 1–100. Large ones make a page shorter, and so does a filter that lets
   * few through: it may even be empty and not the last. `detail` reads as JSON has it.
   */
  list(
    page: AuditFilter & { readonly limit: number; readonly after?: string },
  ): Promise<AuditPage>;
}
