import { chmod, lstat, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** The two folders of a slot, both empty when a run starts. */
export interface SlotDirectories {
  /** Where the CLI works. */
  readonly work: string;
  /** Where the CLI keeps its settings, sessions and caches. */
  readonly config: string;
}

/** Only we may look into them: prompts and answers lie there. */
const PRIVATE = 0o700;

export function slotDirectories(
  workspace: string,
  slot: number,
): SlotDirectories {
  const root = join(workspace, `slot-${slot}`);
  return { work: join(root, "work"), config: join(root, "config") };
}

/**
 * Makes both folders anew, also when an earlier run was cut off before it could clear them.
 *
 * @throws the file system's error when it refuses
 */
export async function prepareSlot(directories: SlotDirectories): Promise<void> {
  await clearSlot(directories);
  for (const directory of [directories.work, directories.config]) {
    await mkdir(directory, { recursive: true, mode: PRIVATE });
  }
}

/** Removes both folders with everything that a run put there. */
export async function clearSlot(directories: SlotDirectories): Promise<void> {
  for (const directory of [directories.work, directories.config]) {
    await removeTree(directory);
  }
}

/** A run may have locked its own folders: they are opened first, and at worst moved out of the way. */
async function removeTree(directory: string): Promise<void> {
  try {
    await remove(directory);
  } catch {
    await unlock(directory);
    await remove(directory).catch(() => moveAside(directory));
  }
}

/** Tries again for a while: a process that is just ending may still write. */
function remove(directory: string): Promise<void> {
  const patience = { maxRetries: 5, retryDelay: 50 };
  return rm(directory, { recursive: true, force: true, ...patience });
}

/** Gives us back the right to list and to empty every folder below. Never follows a link. */
async function unlock(directory: string): Promise<void> {
  const status = await lstat(directory);
  if (!status.isDirectory()) return;
  await chmod(directory, PRIVATE);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) await unlock(join(directory, entry.name));
  }
}

async function moveAside(directory: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const aside = `${directory}.stuck-${attempt}`;
    const isTaken = await lstat(aside).then(
      () => true,
      () => false,
    );
    if (!isTaken) return rename(directory, aside);
  }
}
