import type { Program } from "./child.ts";
import { executorEnvironment, newExecutorId } from "./environment.ts";
import type { Role } from "./family.ts";
import type { Endpoints } from "./local-clients.ts";
import type { Settings } from "./settings.ts";

/** The top of the tree, where `serverless.yml` is. */
const PROJECT = new URL("../../", import.meta.url);

export const ROLES: readonly Role[] = ["emulators", "api", "executor"];

export interface Ports {
  readonly sqs: number;
  readonly dynamodb: number;
  readonly lambda: number;
}

/** Where our own emulators listen. */
export const onPorts = ({ sqs, dynamodb }: Ports): Endpoints => ({
  sqsEndpoint: `http://127.0.0.1:${sqs}`,
  dynamodbEndpoint: `http://127.0.0.1:${dynamodb}`,
});

export interface ProgramOptions {
  readonly instance: string;
  readonly settings: Settings;
  readonly ports: Ports;
  /** Its content grows while the stack starts: queues exist only once the emulators run. */
  readonly env: () => NodeJS.ProcessEnv;
}

/** Which program plays which role, with its arguments and environment for one start. */
export function programsOf(options: ProgramOptions): (role: Role) => Program {
  return (role) => {
    const { settings, ports, env } = options;
    const common = {
      name: role,
      cwd: PROJECT,
      env: env(),
      logFile: logFile(settings.stateDir, role),
    };
    switch (role) {
      case "emulators": {
        const args = [settings.stateDir, `${ports.sqs}`, `${ports.dynamodb}`];
        return {
          ...common,
          file: new URL("infra/local/emulators.ts", PROJECT),
          args,
        };
      }
      case "api": {
        const args = [`${settings.port}`, `${ports.lambda}`];
        return {
          ...common,
          file: new URL("infra/local/offline.ts", PROJECT),
          args,
          env: { ...env(), CCSP_PLUGINS: "start" }, // nothing is bundled: infra/plugins.yml
        };
      }
      case "executor": {
        const id = newExecutorId(options.instance);
        return {
          ...common,
          file: new URL("functions/executor/main.ts", PROJECT),
          args: [],
          env: executorEnvironment(env(), settings, id),
          marker: id,
        };
      }
    }
  };
}

export function logFile(stateDir: string, role: Role): string {
  return `${stateDir}/logs/${role}.log`;
}
