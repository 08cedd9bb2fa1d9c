/**
 * `npm start`: the whole service on this machine. It starts the parts, keeps them running, and
 * ends them all when it is asked to (SIGINT, SIGTERM, SIGHUP) or loses its parent.
 */
import { StateDirError } from "./hold-state-dir.ts";
import { PortInUseError } from "./prepare.ts";
import { progressOn, type Progress } from "./progress.ts";
import { runStack } from "./run-stack.ts";
import { readSettings, SettingsError, type Settings } from "./settings.ts";

const progress = progressOn(process.stdout);
try {
  const settings = readSettings(process.env, process.cwd());
  introduce(settings, progress);
  await runStack({ settings, env: process.env, progress });
} catch (error) {
  if (!isUsers(error)) throw error;
  for (const line of error.message.split("\n")) progress.warn(line);
  process.exitCode = 1;
}

/** What the user can put right: the message is enough. */
function isUsers(error: unknown): error is Error {
  return [SettingsError, StateDirError, PortInUseError].some(
    (type) => error instanceof type,
  );
}

function introduce(
  { cli, concurrency, port, stateDir }: Settings,
  { say, warn }: Progress,
): void {
  say(`CCSP on http://127.0.0.1:${port}, state in ${stateDir}`);
  if (cli.simulated) {
    warn("There is no `claude` on the PATH, and CCSP_CLI is not set.");
    warn(
      "The bundled simulator plays it: every answer is made up, nothing is asked of a model.",
    );
  } else say(`CLI: ${cli.file}`);
  say(`concurrency: ${concurrency} (CCSP_CONCURRENCY)\n`);
}
