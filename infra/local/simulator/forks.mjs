const MAX_FORKS = 8;

/** Lives for a minute, whoever asks it to end. */
const STUBBORN = 'process.on("SIGTERM",()=>{});setTimeout(()=>{},60_000)';

/**
 * Starts processes that are hard to find and harder to end: each in a session of its own.
 *
 * @param {number} count
 */
export async function startForks(count) {
  const { spawn } = await import("node:child_process");
  for (let started = 0; started < Math.min(count, MAX_FORKS); started += 1) {
    const options = { detached: true, stdio: /** @type {const} */ ("ignore") };
    spawn(process.execPath, ["-e", STUBBORN], options).unref();
  }
}
