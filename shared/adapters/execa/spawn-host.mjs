/**
 * The spawn host: starts programs for the executor, which is large, and a fork copies the page
 * tables of whoever forks. It hands on what they print and how they end, and decides nothing.
 *
 * Its one connection is file 3; when the executor is gone, however it went, that closes and the
 * host ends. The programs are left to whoever looks for their markers then.
 */
import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { frameReader, KINDS, writeFrame } from "./frames.mjs";

const executor = new Socket({ fd: 3 });
/** By the number of the run. */
const programs = new Map();

const orders = {
  [KINDS.start]: start,
  [KINDS.input]: (run, bytes) => programs.get(run)?.stdin.end(bytes),
  [KINDS.letGo]: (run) => {
    programs.get(run)?.stdout.destroy();
    programs.get(run)?.stderr.destroy();
  },
};

// A signal for the whole group, as Ctrl-C is, must not end the host before the executor's runs.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => undefined);
executor.on(
  "data",
  frameReader((kind, run, payload) => orders[kind]?.(run, payload)),
);
executor.on("error", () => process.exit(0));
executor.on("close", () => process.exit(0));
executor.on("drain", () => {
  for (const { stdout, stderr } of programs.values()) {
    stdout.resume();
    stderr.resume();
  }
});
say(KINDS.ready, 0);

/** In a session of its own, as `spawn-program.ts` does it. */
function start(run, payload) {
  const { file, args, cwd, env } = JSON.parse(payload);
  try {
    const child = spawn(file, args, { cwd, env, detached: true });
    if (child.pid === undefined) child.once("error", (e) => fail(run, e));
    else follow(run, child);
  } catch (error) {
    fail(run, error);
  }
}

function follow(run, child) {
  programs.set(run, child);
  say(KINDS.started, run, `${child.pid}`);
  // It may leave its input unread.
  child.stdin.on("error", () => undefined);
  child.stdout.on("data", (bytes) => say(KINDS.stdout, run, bytes));
  child.stderr.on("data", (bytes) => say(KINDS.stderr, run, bytes));
  child.once("exit", (exitCode, signal) =>
    say(
      KINDS.ended,
      run,
      JSON.stringify(signal === null ? { exitCode } : { signal }),
    ),
  );
  child.once("close", () => {
    programs.delete(run);
    say(KINDS.closed, run);
  });
}

function fail(run, { code, message }) {
  say(KINDS.failed, run, JSON.stringify({ code, reason: message }));
}

/** While the executor does not keep up, the programs have to wait, too. */
function say(kind, run, payload = "") {
  if (writeFrame(executor, kind, run, payload)) return;
  for (const { stdout, stderr } of programs.values()) {
    stdout.pause();
    stderr.pause();
  }
}
