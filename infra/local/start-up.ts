import { once } from "node:events";
import { ensureLocalTokens } from "../../shared/runtime/local-tokens.ts";
import type { Child } from "./child.ts";
import { serviceEnvironment } from "./environment.ts";
import type { Family, Role } from "./family.ts";
import type { Endpoints } from "./local-clients.ts";
import { writeLocalFile, type LocalAccess } from "./local-file.ts";
import type { Progress } from "./progress.ts";
import { createResources } from "./resources.ts";
import type { Settings } from "./settings.ts";
import { waitForHealth } from "./wait-for-health.ts";
import { webhookSecret } from "./webhook-secret.ts";

/** Far more than a slow machine needs: nobody shall wait for what will not come. */
const STEP_WITHIN_MS = 60_000;

export interface StartUp {
  readonly settings: Settings;
  /** Where queues and tables are. */
  readonly endpoints: Endpoints;
  readonly roles: readonly Role[];
  readonly family: Family;
  readonly progress: Progress;
  /** What the next child is told. */
  readonly env: { current: NodeJS.ProcessEnv };
}

/** A part did not come up; the message ends with the last words of whoever is to blame. */
class StartUpError extends Error {
  override readonly name = "StartUpError";
}

/** Brings the service up, part after part, and publishes its address last. */
export async function startUp(stack: StartUp): Promise<LocalAccess> {
  const { settings, endpoints, roles, family, progress, env } = stack;
  const trouble = new AbortController();
  const start = (role: Role): Child => {
    const child = family.start(role);
    void child.ended.then((how) => trouble.abort(endedEarly(child, how)));
    return child;
  };
  const step = <T>(title: string, work: () => Promise<T>): Promise<T> =>
    progress.step(title, () => {
      const late = setTimeout(
        () => trouble.abort(tooLate(title, family.members())),
        STEP_WITHIN_MS,
      );
      return unless(trouble.signal, work()).finally(() => clearTimeout(late));
    });

  if (roles.includes("emulators"))
    await step("SQS and DynamoDB", () => start("emulators").said("ready"));
  const resources = await step("queues and tables", () =>
    createResources(endpoints),
  );
  const { CCSP_WEBHOOK_SECRET: chosen } = env.current;
  const secrets = webhookSecret(settings.stateDir, chosen);
  env.current = {
    ...serviceEnvironment(env.current, endpoints, resources),
    CCSP_WEBHOOK_SECRET: secrets,
  };
  const tokens = await step("tokens", () =>
    ensureLocalTokens({ env: env.current, stateDir: settings.stateDir }),
  );
  const baseUrl = `http://127.0.0.1:${settings.port}/api/ccsp`;
  start("api");
  await Promise.all([
    roles.includes("executor") &&
      step("executor", () => start("executor").said("ready")),
    step("HTTP API", () => waitForHealth(baseUrl, trouble.signal)),
  ]);
  const access = {
    baseUrl,
    ...tokens,
    webhookSecret: secrets.trim().split(/\s+/)[0] ?? "",
    ...endpoints,
  };
  writeLocalFile(settings.stateDir, access);
  return access;
}

/** Waits for the work, but no longer than there is trouble. */
async function unless<T>(trouble: AbortSignal, work: Promise<T>): Promise<T> {
  const troubled = once(trouble, "abort").then(() => {
    throw trouble.reason as StartUpError;
  });
  return Promise.race([work, troubled]);
}

function endedEarly(child: Child, how: string): StartUpError {
  return new StartUpError(
    `${child.program.name} ended while starting (${how}). ${lastWords(child)}`,
  );
}

function tooLate(title: string, children: readonly Child[]): StartUpError {
  return new StartUpError(
    `${title}: not within ${STEP_WITHIN_MS / 1000} s.\n${children.map(lastWords).join("\n")}`,
  );
}

function lastWords(child: Child): string {
  return [`From ${child.program.logFile}:`, ...child.lastWords()].join("\n  ");
}
