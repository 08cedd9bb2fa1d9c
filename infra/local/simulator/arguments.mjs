/**
 * What the command line asks for.
 *
 * @typedef {{ kind: "version" }
 *   | { kind: "refusal", message: string }
 *   | { kind: "run", format: string, model: string }} Call
 */

/** Flags that stand alone. */
const SWITCHES = ["-p", "--print", "--verbose"];

/** Flags that take a value, as the next argument or after `=`. */
const VALUES = [
  "--input-format",
  "--output-format",
  "--model",
  "--append-system-prompt",
  "--max-turns",
  "--max-budget-usd",
  "--permission-mode",
  "--allowedTools",
  "--disallowedTools",
];

/**
 * Refuses what the CLI refuses, in a like manner.
 *
 * @param {string[]} given the arguments after the program's name
 * @returns {Call}
 */
export function readArguments(given) {
  if (given.includes("--version") || given.includes("-v")) {
    return { kind: "version" };
  }
  /** @type {Map<string, string>} */
  const found = new Map();
  const rest = [...given];
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    const [name = "", inline] = splitOnce(next);
    if (SWITCHES.includes(next)) {
      found.set(next, "");
    } else if (VALUES.includes(name)) {
      const value = inline ?? rest.shift();
      if (value === undefined) {
        return refuse(`error: option '${name}' argument missing`);
      }
      found.set(name, value);
    } else {
      return refuse(`error: unknown option '${next}'`);
    }
  }
  return toRun(found);
}

/** @param {string} argument */
function splitOnce(argument) {
  const at = argument.indexOf("=");
  if (!argument.startsWith("--") || at === -1) return [argument];
  return [argument.slice(0, at), argument.slice(at + 1)];
}

/**
 * @param {Map<string, string>} found
 * @returns {Call}
 */
function toRun(found) {
  const format = found.get("--output-format") ?? "text";
  if (!["text", "json", "stream-json"].includes(format)) {
    return refuse(`error: '${format}' is no output format`);
  }
  if ((found.get("--input-format") ?? "text") !== "text") {
    return refuse("Error: the simulator reads text only");
  }
  if (!found.has("-p") && !found.has("--print")) {
    return refuse("Error: the simulator plays the print mode (-p) only");
  }
  if (format === "stream-json" && !found.has("--verbose")) {
    return refuse("Error: --output-format=stream-json requires --verbose");
  }
  return { kind: "run", format, model: found.get("--model") ?? "simulator" };
}

/**
 * @param {string} message
 * @returns {Call}
 */
function refuse(message) {
  return { kind: "refusal", message };
}
