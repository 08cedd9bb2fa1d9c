/**
 * The executor as in its container, as far as that goes without one: started by its launcher from the
 * staged tree, as a user without rights, with a Node that has the image's capabilities.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

const ROOT = new URL("../../../", import.meta.url).pathname;
const EXECUTOR = 10_001;
export const CLI_USER = 10_002;
const NODE = join(ROOT, "node_modules/node/bin/node");

export interface Container {
  readonly pid: number;
  /** What it printed so far. */
  output(): string;
  /** Files below its workspace. */
  left(): readonly string[];
  /** By the health check of the image and of the task definition. */
  isHealthy(): boolean;
  /** SIGTERM to the launcher; resolves to its exit code. */
  stop(): Promise<number | null>;
  end(): Promise<void>;
}

/** The capabilities that the image gives its Node: they are written in one place. */
function capabilities(): string {
  const file = readFileSync(join(ROOT, "infra/executor/Dockerfile"), "utf8");
  const found = /setcap (\S+)/u.exec(file)?.[1];
  if (found === undefined) throw new Error("the Dockerfile gives none");
  return found;
}

/** Where Debian's libcap2-bin has it, which need not be on the PATH. */
const SETCAP = ["/usr/sbin/setcap", "/sbin/setcap"].find((path) =>
  existsSync(path),
);

/** Only root can give capabilities, by a program of the system, and become another user. */
export const canPlayContainer =
  process.getuid?.() === 0 && SETCAP !== undefined;

/** @param env what the task definition and ECS would set */
export async function startContainer(
  env: Readonly<Record<string, string>>,
  cli: string,
): Promise<Container> {
  if (SETCAP === undefined || !canPlayContainer)
    throw new Error(
      "the container is played by root with setcap (apt-get install libcap2-bin)",
    );
  const place = await mkdtemp("/tmp/ccsp-container-");
  chmodSync(place, 0o755);
  const app = join(place, "app");
  execFileSync(process.execPath, [join(ROOT, "infra/executor/stage.mjs"), app]);
  const bin = join(place, "bin");
  mkdirSync(bin);
  const node = join(bin, "node");
  const capable = join(bin, "ccsp-node");
  for (const copy of [node, capable]) cpSync(NODE, copy);
  cpSync(cli, join(bin, "claude"));
  chownSync(capable, 0, EXECUTOR);
  chmodSync(capable, 0o750);
  execFileSync(SETCAP, [capabilities(), capable]);
  const work = join(place, "work");
  mkdirSync(work, { mode: 0o711 });
  chownSync(work, EXECUTOR, EXECUTOR);

  const identity = [`--reuid=${EXECUTOR}`, `--regid=${EXECUTOR}`];
  const asExecutor = [...identity, "--clear-groups", "--", node];
  const launcher = spawn(
    "setpriv",
    [
      ...[...asExecutor, "infra/executor/launch.mjs"],
      ...[capable, "functions/executor/main.ts"],
    ],
    {
      cwd: app,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...env,
        PATH: `${bin}:/usr/bin:/bin`,
        HOME: "/nonexistent",
        CCSP_STATE_DIR: work,
        CCSP_CLI: join(bin, "claude"),
        CCSP_CLI_USER: `${CLI_USER}:${CLI_USER}`,
        CCSP_SPAWN_NODE: node,
        CCSP_CLI_ENV: "EXECUTOR_NODE",
        EXECUTOR_NODE: capable,
      },
    },
  );
  let output = "";
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const closed = once(launcher, "close");
  const stop = async (): Promise<number | null> => {
    launcher.kill("SIGTERM");
    await closed;
    return launcher.exitCode;
  };
  return {
    pid: launcher.pid ?? 0,
    output: () => output,
    left: () =>
      readdirSync(work, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map(({ name }) => name),
    isHealthy: () => {
      const check = [...asExecutor, "infra/executor/health.mjs"];
      return spawnSync("setpriv", check, { cwd: app }).status === 0;
    },
    stop,
    end: async () => {
      await stop();
      await rm(place, { recursive: true });
    },
  };
}
