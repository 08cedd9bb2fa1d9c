/** How much of the prompt the ordinary answer repeats, in characters. */
const ECHOED_CHARACTERS = 200;

const MAX_RESULT_BYTES = 64 * 1024 * 1024;

/**
 * The text of a run that answers: the same for the same prompt.
 *
 * @param {import("./directive.mjs").Directive} directive
 * @param {Buffer} input
 * @returns {string}
 */
export function answerOf(directive, input) {
  if (directive.outcome === "empty-result") return "";
  if (directive.text !== undefined) return directive.text;
  if (directive.echoStdin) return input.toString();
  if (directive.environment)
    return JSON.stringify(Object.keys(process.env).sort());
  if (directive.arguments) return JSON.stringify(process.argv.slice(2));
  if (directive.resultBytes !== undefined) {
    return "x".repeat(Math.min(directive.resultBytes, MAX_RESULT_BYTES));
  }
  return ordinaryAnswer(input);
}

/** @param {Buffer} input */
function ordinaryAnswer(input) {
  const prompt = input.toString();
  const start = [...prompt.slice(0, 2 * ECHOED_CHARACTERS)]
    .slice(0, ECHOED_CHARACTERS)
    .join("");
  const more = start.length < prompt.length ? "…" : "";
  return (
    `This is the simulator, not the Claude Code CLI: no model was asked. ` +
    `The prompt has ${input.length} bytes and begins:\n\n${start}${more}`
  );
}
