import type { Command, ProcessEnd, ProcessLimits } from "./process-runner.ts";

/** The two folders of a run: private, and empty when it starts. */
export interface RunFolders {
  /** Where the program works. */
  readonly work: string;
  /** Where it may keep settings, sessions and caches. */
  readonly config: string;
}

/**
 * Whose folders a run has: one of the executor's places, from 0, or a place of its own for each
 * question that is no task.
 */
export type Slot = number | "check" | "verify";

/** A program to run in the folders of its slot. */
export type SlotCommand = (folders: RunFolders) => Omit<Command, "cwd">;

/**
 * Runs programs as a `ProcessRunner` does, each in folders of its own: runs in different slots
 * never share any, a later run in a slot finds nothing of an earlier one. One run at a time in
 * a slot. Never rejects: folders that cannot be made are a `spawnError`.
 */
export interface SlotRunner {
  run(
    slot: Slot,
    command: SlotCommand,
    limits: ProcessLimits,
  ): Promise<ProcessEnd>;
}
