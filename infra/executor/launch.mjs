/**
 * Starts the executor without a trace of its AWS credentials in its environment, which others may
 * read in /proc: they go to it by a pipe (adopt-credentials.mjs). Hands signals on, and its exit code.
 *
 * `launch.mjs <node> <program>...`: a Node with the right to start programs as another user.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { CREDENTIALS } from "./credential-variables.mjs";

const [node, ...program] = process.argv.slice(2);
const adopt = fileURLToPath(new URL("adopt-credentials.mjs", import.meta.url));

const all = Object.entries(process.env);
const isCredential = ([name]) => CREDENTIALS.includes(name);
const env = {
  // Each task of the service is another executor.
  CCSP_EXECUTOR_ID: `fargate-${randomUUID()}`,
  ...Object.fromEntries(all.filter((entry) => !isCredential(entry))),
};

const executor = spawn(node, ["--import", adopt, ...program], {
  env,
  stdio: ["ignore", "inherit", "inherit", "pipe"],
});
executor.stdio[3].on("error", () => undefined); // it ended before it read them
executor.stdio[3].end(
  JSON.stringify(Object.fromEntries(all.filter(isCredential))),
);
for (const signal of ["SIGTERM", "SIGINT"])
  process.on(signal, () => executor.kill(signal));
executor.on("error", (error) => {
  process.stderr.write(`The executor cannot be started: ${error.message}\n`);
  process.exitCode = 1;
});
executor.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
