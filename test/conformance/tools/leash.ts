/**
 * The child program that holds a tool which is no program of ours: `leash.ts <command> <argument…>`
 * runs it in a process group of its own, and ends the group when it is asked to or loses its parent.
 */
import { spawn } from "node:child_process";
import { endWithParent } from "../../../infra/local/end-with-parent.ts";

const ENDS_WITHIN_MS = 10_000;

const [command = "", ...args] = process.argv.slice(2);
const tool = spawn(command, args, { stdio: "inherit", detached: true });
tool.once("error", ({ message }) => {
  console.error(message);
  process.exit(1);
});
tool.once("exit", (code) => {
  signalGroup("SIGKILL"); // whoever it started and left
  process.exit(code ?? 1);
});

endWithParent(() => {
  tool.kill("SIGTERM");
  setTimeout(() => signalGroup("SIGKILL"), ENDS_WITHIN_MS);
});

function signalGroup(signal: NodeJS.Signals): void {
  try {
    process.kill(-(tool.pid ?? process.pid), signal);
  } catch {
    // nobody is left in the group
  }
}
