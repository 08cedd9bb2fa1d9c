import { chownSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { chmod, lstat, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RunFolders, Slot } from "../../ports/slot-runner.ts";

/** Only we may look into them: prompts and answers lie there. */
const PRIVATE = 0o700;
/** What lies below can be reached by whoever may, but not listed. */
const PASSABLE = 0o711;
/** The bits of a mode that say who may do what, without the file's kind. */
const ACCESS = 0o7777;

/** Another user of the machine, for whom a run's folders are. */
export interface FolderOwner {
  readonly uid: number;
  readonly gid: number;
}

export function runFolders(workspace: string, slot: Slot): RunFolders {
  const root = join(workspace, `slot-${slot}`);
  return { work: join(root, "work"), config: join(root, "config") };
}

/**
 * Makes both folders anew, also when an earlier run was cut off before it could clear them.
 *
 * @param owner to whom they are given
 * @throws the file system's error when it refuses
 */
export async function prepareFolders(
  folders: RunFolders,
  owner?: FolderOwner,
): Promise<void> {
  await clearFolders(folders);
  for (const folder of [folders.work, folders.config]) {
    if (owner) mkdirSync(dirname(folder), { recursive: true, mode: PASSABLE });
    mkdirSync(folder, { recursive: true, mode: PRIVATE });
    if (owner) chownSync(folder, owner.uid, owner.gid);
  }
}

/** Removes from both folders everything that a run put there; those that are as we made them stay. */
export async function clearFolders(folders: RunFolders): Promise<void> {
  for (const folder of [folders.work, folders.config]) {
    if (!isAsMade(folder)) await removeTree(folder);
  }
}

/**
 * Whether the folder is empty and private, or not there. Most are, before and after a run, and to
 * look is a hundred times quicker than to remove them and make them again; at once, because a way
 * through another thread takes longer than the look.
 */
function isAsMade(folder: string): boolean {
  const status = lstatSync(folder, { throwIfNoEntry: false });
  if (status === undefined) return true;
  const isPrivate = (status.mode & ACCESS) === PRIVATE;
  return status.isDirectory() && isPrivate && readdirSync(folder).length === 0;
}

/** A run may have locked its own folders: they are opened first, and at worst moved out of the way. */
async function removeTree(folder: string): Promise<void> {
  try {
    await remove(folder);
  } catch {
    await unlock(folder);
    await remove(folder).catch(() => moveAside(folder));
  }
}

/** Tries again for a while: a process that is just ending may still write. */
function remove(folder: string): Promise<void> {
  const patience = { maxRetries: 5, retryDelay: 50 };
  return rm(folder, { recursive: true, force: true, ...patience });
}

/** Gives us back the right to list and to empty every folder below. Never follows a link. */
async function unlock(folder: string): Promise<void> {
  const status = await lstat(folder);
  if (!status.isDirectory()) return;
  await chmod(folder, PRIVATE);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await unlock(join(folder, entry.name));
  }
}

async function moveAside(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const aside = `${folder}.stuck-${attempt}`;
    const isTaken = await lstat(aside).then(
      () => true,
      () => false,
    );
    if (!isTaken) return rename(folder, aside);
  }
}
