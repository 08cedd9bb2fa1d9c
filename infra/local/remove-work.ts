import { rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Removes the folders in which an executor's CLIs worked, which a killed one leaves with whatever
 * they hold of its agents' work. Without an id: those of all executors.
 */
export async function removeWork(
  stateDir: string,
  executorId = "",
): Promise<void> {
  const folder = join(stateDir, "work", executorId);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
