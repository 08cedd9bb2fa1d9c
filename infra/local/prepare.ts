import { endMarkedProcesses } from "../../shared/runtime/end-marked-processes.ts";
import { awaitFormerEnd } from "./await-former-end.ts";
import { choosePorts, isFree } from "./choose-ports.ts";
import { holdStateDir } from "./hold-state-dir.ts";
import { instanceId } from "./instance-id.ts";
import { removeLocalFile } from "./local-file.ts";
import { rotateLog } from "./log-file.ts";
import { logFile, ROLES, type Ports } from "./programs.ts";
import { removeWork } from "./remove-work.ts";
import type { Settings } from "./settings.ts";

export interface Ground {
  readonly instance: string;
  readonly ports: Ports;
  /** Gives the state directory back. */
  readonly release: () => void;
}

/** The one port that the user chose belongs to somebody else. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
}

/**
 * Clears the ground for a start. The directory is taken first: only its holder may end what a
 * former holder left behind. The port is looked at last, because such a left-over may have it.
 */
export async function prepare(
  settings: Settings,
  say: (line: string) => void,
): Promise<Ground> {
  const release = holdStateDir(settings.stateDir);
  try {
    removeLocalFile(settings.stateDir);
    const instance = instanceId(settings.stateDir);
    await awaitFormerEnd(settings.stateDir, () =>
      say(
        "waiting for the programs of a former start, which was killed, to end",
      ),
    );
    await endMarkedProcesses(`${instance}-`);
    // Executors clear their own; what is there belonged to those that were killed.
    await removeWork(settings.stateDir);
    await refuseTakenPort(settings.port);
    const [sqs, dynamodb, lambda] = await choosePorts(3, [settings.port]);
    if (sqs === undefined || dynamodb === undefined || lambda === undefined)
      throw new Error("three ports were asked for");
    for (const role of ROLES) rotateLog(logFile(settings.stateDir, role));
    return { instance, ports: { sqs, dynamodb, lambda }, release };
  } catch (error) {
    release();
    throw error;
  }
}

async function refuseTakenPort(port: number): Promise<void> {
  if (await isFree(port)) return;
  const [other] = await choosePorts(1);
  throw new PortInUseError(
    `port ${port} is in use by another program. End that one, or choose another port: ` +
      `CCSP_PORT=${other} npm start`,
  );
}
