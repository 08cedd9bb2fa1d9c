/**
 * `npm start`: the whole service on this machine. It starts the parts, keeps them running, and
 * ends them all when it is asked to (SIGINT, SIGTERM, SIGHUP) or loses its parent.
 */
import type { Progress } from "./progress.ts";
import { runForUser } from "./run-for-user.ts";
import { runStack } from "./run-stack.ts";
import { readSettings, type Settings } from "./settings.ts";

await runForUser(async (progress) => {
  const settings = readSettings(process.env, process.cwd());
  introduce(settings, progress);
  await runStack({ settings, env: process.env, progress });
});

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
