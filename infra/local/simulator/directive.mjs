/**
 * A line of the prompt that steers the simulator: `simulate: {"sleepMs": 2000}`. The first such
 * line counts. All fields are optional and combine:
 *
 * - `outcome`: one of CCSP's outcome names, played as the CLI would show it (default `success`;
 *   `timeout` never ends by itself, `crashed` kills itself, `interrupted` ends as if asked to)
 * - `resetsInMs`: with `usage-limit`, `utilization` or `capture`, when the limit or window ends, from now
 * - `utilization`: with `success`, how far the five-hour window is told to be used, 0 to 1
 * - `sleepMs`: how long the run takes
 * - `text`: the answer
 * - `resultBytes`: an answer of exactly so many bytes (at most 64 MiB)
 * - `echoStdin`, `environment`, `arguments`: true: answers with its input, with the sorted names
 *   of its environment variables, or with its arguments (JSON lists)
 * - `refusedTools`: names of tools that were refused
 * - `capture`: name of a recorded run in `test/fixtures/captures`, printed as it was
 * - `lingerMs`: how long the process stays on after its result
 * - `ignoreSigterm`: true: only SIGKILL ends it
 * - `forks`: so many processes (at most 8) in sessions of their own that ignore SIGTERM for a minute
 *
 * @typedef {object} Directive
 * @property {string} [outcome]
 * @property {number} [resetsInMs]
 * @property {number} [utilization]
 * @property {number} [sleepMs]
 * @property {string} [text]
 * @property {number} [resultBytes]
 * @property {boolean} [echoStdin]
 * @property {boolean} [environment]
 * @property {boolean} [arguments]
 * @property {string[]} [refusedTools]
 * @property {string} [capture]
 * @property {number} [lingerMs]
 * @property {boolean} [ignoreSigterm]
 * @property {number} [forks]
 */

const LINE = /^[ \t]*simulate:[ \t]*(\{.*\})[ \t]*\r?$/m;

/**
 * @param {string} prompt
 * @returns {Directive} empty when the prompt holds no readable directive: it is then only a prompt
 */
export function readDirective(prompt) {
  const json = LINE.exec(prompt)?.[1];
  if (json === undefined) return {};
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
