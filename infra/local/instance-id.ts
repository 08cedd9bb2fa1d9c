import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Names this state directory's stack over restarts. Every process that a stack starts carries it
 * in `CCSP_RUN`, by which the next start finds what a killed one left behind.
 */
export function instanceId(stateDir: string): string {
  const file = join(stateDir, "instance-id");
  const known = readIfThere(file);
  if (/^[0-9a-f]{16}$/.test(known)) return known;
  const id = randomBytes(8).toString("hex");
  writeFileSync(file, `${id}\n`);
  return id;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
