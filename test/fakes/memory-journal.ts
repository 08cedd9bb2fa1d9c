import type { Journal, JournalEntry } from "../../shared/ports/journal.ts";

export interface MemoryJournal extends Journal {
  readonly entries: readonly JournalEntry[];
  /** The entries of one event. */
  of(event: string): readonly JournalEntry[];
}

export function memoryJournal(): MemoryJournal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    note: (entry) => {
      entries.push(entry);
    },
    of: (event) => entries.filter((entry) => entry.event === event),
  };
}
