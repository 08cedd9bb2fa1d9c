/** Whether the executor's process lives: for the container's health check, which knows no port to ask. */
import { readdirSync, readFileSync } from "node:fs";

const argumentsOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // it has just ended
  }
};

const lives = readdirSync("/proc").some((pid) => {
  const [program, flag] = argumentsOf(pid);
  return program?.endsWith("ccsp-node") && flag === "--import";
});
process.exit(lives ? 0 : 1);
