import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  clearFolders,
  prepareFolders,
  runFolders,
} from "../../shared/adapters/file-system/run-folders.ts";
import type { RunFolders } from "../../shared/ports/slot-runner.ts";

describe("the folders of a run", () => {
  let workspace: string;
  let slot: RunFolders;
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), "ccsp-slot-"));
    slot = runFolders(workspace, 1);
    await prepareFolders(slot);
  });
  afterEach(() => rm(workspace, { recursive: true, force: true }));

  it("are made for nobody else to look into", async () => {
    for (const folder of [slot.work, slot.config]) {
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    }
  });

  it("are another slot's never", () => {
    expect(runFolders(workspace, 2).work).not.toBe(slot.work);
  });

  it("are empty when they are prepared again", async () => {
    await writeFile(join(slot.work, "left"), "");
    await prepareFolders(slot);
    await expect(readdir(slot.work)).resolves.toEqual([]);
  });

  it("stay when a run left them as they were", async () => {
    const before = await stat(slot.work);
    await clearFolders(slot);
    await prepareFolders(slot);
    expect((await stat(slot.work)).ino).toBe(before.ino);
  });

  it("are private again when a run opened them to others", async () => {
    await chmod(slot.work, 0o777);
    await clearFolders(slot);
    await prepareFolders(slot);
    expect((await stat(slot.work)).mode & 0o777).toBe(0o700);
  });

  it("are cleared even of folders that were locked", async () => {
    const locked = join(slot.work, "a", "b");
    await mkdir(locked, { recursive: true });
    await writeFile(join(locked, "file"), "");
    await chmod(locked, 0);
    await chmod(join(slot.work, "a"), 0o500);
    await clearFolders(slot);
    const left = await readdir(join(workspace, "slot-1"));
    expect(left).not.toContain("work");
  });

  it("are cleared without touching what a link points to", async () => {
    const kept = join(workspace, "kept");
    await mkdir(kept);
    await writeFile(join(kept, "file"), "kept");
    await symlink(kept, join(slot.work, "link"));
    await rm(slot.config, { recursive: true });
    await symlink(kept, slot.config);
    await clearFolders(slot);
    await expect(readFile(join(kept, "file"), "utf8")).resolves.toBe("kept");
    await expect(readdir(join(workspace, "slot-1"))).resolves.toEqual([]);
  });
});
