import { resolve } from "node:path";
import type { ProcessEnd, ProcessRunner } from "../../ports/process-runner.ts";
import type { SlotCommand, SlotRunner } from "../../ports/slot-runner.ts";
import {
  clearFolders,
  type FolderOwner,
  prepareFolders,
  runFolders,
} from "./run-folders.ts";

/**
 * Gives each run folders of its own below a workspace, and clears them after it.
 *
 * @param options.workspace a folder of ours, which nobody else uses
 */
export function fileSystemSlotRunner(options: {
  readonly runner: ProcessRunner;
  readonly workspace: string;
  /** Who runs the programs, if not we. */
  readonly owner?: FolderOwner | undefined;
}): SlotRunner {
  const workspace = resolve(options.workspace);
  return {
    run: async (slot, command, limits) => {
      const folders = runFolders(workspace, slot);
      try {
        await prepareFolders(folders, options.owner);
      } catch (error) {
        return notStarted(error);
      }
      const whole = { ...withPath(command(folders)), cwd: folders.work };
      const end = await options.runner.run(whole, limits);
      // What cannot be cleared now is tried again, and told, when the slot is used next.
      await clearFolders(folders).catch(() => undefined);
      return end;
    },
  };
}

/** A path is meant from where we are, not from where the program will be; a bare name is for the PATH. */
function withPath(command: ReturnType<SlotCommand>): ReturnType<SlotCommand> {
  const { file } = command;
  return { ...command, file: file.includes("/") ? resolve(file) : file };
}

function notStarted(error: unknown): ProcessEnd {
  const spawnError = `it has no folder to work in: ${String(error)}`;
  return { spawnError, durationMs: 0 };
}
