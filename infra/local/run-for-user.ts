/** Runs a program of the terminal: what its user can put right is told in words, without a stack. */
import { EndpointError } from "./endpoints.ts";
import { StateDirError } from "./hold-state-dir.ts";
import { PortInUseError } from "./prepare.ts";
import { progressOn, type Progress } from "./progress.ts";
import { SettingsError } from "./settings.ts";

const USERS = [SettingsError, StateDirError, PortInUseError, EndpointError];

export async function runForUser(
  program: (progress: Progress) => Promise<void>,
): Promise<void> {
  const progress = progressOn(process.stdout);
  try {
    await program(progress);
  } catch (error) {
    const isUsers = USERS.some((type) => error instanceof type);
    if (!isUsers || !(error instanceof Error)) throw error;
    for (const line of error.message.split("\n")) progress.warn(line);
    process.exitCode = 1;
  }
}
