import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Endpoints } from "./local-clients.ts";

/** How programs on this machine reach the service. */
export interface LocalAccess extends Endpoints {
  readonly baseUrl: string;
  readonly agentToken: string;
  readonly operatorToken: string;
  /** By which receivers know that a callback is the service's. */
  readonly webhookSecret: string;
}

/**
 * Publishes the access as `local.json`, readable by its owner only and never half written: whoever
 * sees it finds a service that answers.
 */
export function writeLocalFile(stateDir: string, access: LocalAccess): void {
  const file = localFile(stateDir);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

export function removeLocalFile(stateDir: string): void {
  rmSync(localFile(stateDir), { force: true });
}

function localFile(stateDir: string): string {
  return join(stateDir, "local.json");
}
