import { promptWithContext } from "../../domain/prompt-with-context.ts";
import type { CliRequest } from "../../ports/cli.ts";

/** What the CLI reads on stdin for a request: the prompt byte for byte, but for the two cases below. */
export function promptText({
  prompt,
  context,
}: Pick<CliRequest, "prompt" | "context">): string {
  return promptWithContext(withSlashProtection(prompt), context);
}

/**
 * The CLI runs a prompt that begins with `/` as a command of its own, without asking the model.
 * One space before it makes it text.
 */
function withSlashProtection(prompt: string): string {
  return prompt.startsWith("/") ? ` ${prompt}` : prompt;
}
