import { endMarkedProcesses } from "../../shared/runtime/end-marked-processes.ts";
import type { Child } from "./child.ts";
import { curlLines } from "./curl-lines.ts";
import { endOf } from "./end-stack.ts";
import { ownEnvironment } from "./environment.ts";
import { newFamily } from "./family.ts";
import { firstRequest } from "./first-request.ts";
import { keepRunning } from "./keep-running.ts";
import { listenToTheEnd } from "./listen-to-the-end.ts";
import type { LocalAccess } from "./local-file.ts";
import { problemsOf } from "./problems-of.ts";
import { prepare } from "./prepare.ts";
import type { Role } from "./family.ts";
import type { Endpoints } from "./local-clients.ts";
import { removeWork } from "./remove-work.ts";
import { onPorts, programsOf, ROLES } from "./programs.ts";
import type { Progress } from "./progress.ts";
import type { Settings } from "./settings.ts";
import { startUp } from "./start-up.ts";

export interface Stack {
  readonly settings: Settings;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** Queues and tables of somebody else's; of our own without. */
  readonly elsewhere?: Endpoints;
  /** What is started here; everything without. */
  readonly roles?: readonly Role[];
}

/** Starts the service, keeps it running, and ends this process when it is time. */
export async function runStack({
  settings,
  env: user,
  progress,
  elsewhere,
  roles = ROLES,
}: Stack): Promise<void> {
  const { instance, ports, release } = await prepare(settings, progress.say);
  const env = { current: ownEnvironment(user, instance) };
  const family = newFamily(
    programsOf({ instance, settings, ports, env: () => env.current }),
  );
  const end = endOf({ stateDir: settings.stateDir, instance, family, release });
  listenToTheEnd({
    calmly: (reason) => {
      progress.say(`\nstopping: ${reason}`);
      void end.calmly(0);
    },
    atOnce: () => void end.atOnce(),
  });
  const giveUp = async (error: unknown): Promise<void> => {
    if (family.isClosed()) return; // overtaken by the end
    progress.warn(error instanceof Error ? error.message : String(error));
    await end.calmly(1);
  };
  process.on("uncaughtException", (error) => void giveUp(error));
  try {
    const endpoints = elsewhere ?? onPorts(ports);
    const access = await startUp({
      ...{ settings, endpoints, roles },
      ...{ family, progress, env },
    });
    const tidyUp = tidyUpIn(settings.stateDir);
    const keeper = { family, tidyUp, say: progress.warn };
    for (const role of roles) void keepRunning(role, keeper).catch(giveUp);
    const isWhole = roles.includes("executor");
    const first = isWhole ? await tryOut(access, progress) : undefined;
    showHow(access, first, { env: user, progress });
    progress.say(
      `Dashboard: ${access.baseUrl}/dashboard (its token is the operatorToken in ${settings.stateDir}/local.json)`,
    );
    progress.say(`Logs: ${settings.stateDir}/logs. Ctrl-C ends everything.`);
  } catch (error) {
    await giveUp(error);
  }
}

/** A dead executor's CLI runs would go on beside those of the next one, and leave their folders. */
function tidyUpIn(stateDir: string) {
  return async ({ program: { marker } }: Child): Promise<void> => {
    if (marker === undefined) return;
    await endMarkedProcesses(marker);
    await removeWork(stateDir, marker);
  };
}

/** Sends one real request. */
async function tryOut(
  access: LocalAccess,
  progress: Progress,
): Promise<string | undefined> {
  const first = await progress.step("first request", () =>
    firstRequest(access),
  );
  progress.say(`\n${first.outcome}`);
  for (const problem of await problemsOf(access)) progress.warn(problem);
  return first.taskId;
}

/** Shows how to send more. */
function showHow(
  access: LocalAccess,
  taskId: string | undefined,
  { env, progress }: Pick<Stack, "env" | "progress">,
): void {
  progress.say("\nTry it:\n");
  for (const line of curlLines(access, taskId, env)) progress.say(`${line}\n`);
}
