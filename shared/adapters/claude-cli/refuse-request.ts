import type { CliRequest } from "../../ports/cli.ts";

/** The longest system prompt in bytes of UTF-8: it travels as an argument, and Linux takes 128 KiB. */
const MAX_SYSTEM_PROMPT_BYTES = 64 * 1024;

/** Why the CLI could never run a request, in words; `undefined` when it could. */
export function refuseRequest(request: CliRequest): string | undefined {
  const { prompt, model, systemPrompt = "" } = request;
  if (prompt.trim() === "" && request.context === undefined) {
    return "The prompt holds nothing but white space";
  }
  if (model !== undefined && !isModelName(model)) {
    return "The model's name is empty, begins with a dash, or holds white space";
  }
  if (systemPrompt.includes("\0")) {
    return "The system prompt holds a NUL character";
  }
  return Buffer.byteLength(systemPrompt) > MAX_SYSTEM_PROMPT_BYTES
    ? `The system prompt is longer than ${MAX_SYSTEM_PROMPT_BYTES} bytes`
    : undefined;
}

/** A name that begins with a dash could be read as a flag; a NUL cannot be part of an argument. */
function isModelName(model: string): boolean {
  return /^[^-\s\0][^\s\0]*$/.test(model);
}
