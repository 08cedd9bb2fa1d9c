import type { CliRequest } from "../../ports/cli.ts";

/** What the CLI reads on stdin for a request: the prompt byte for byte, but for the two cases below. */
export function promptText({
  prompt,
  context,
}: Pick<CliRequest, "prompt" | "context">): string {
  return withContext(withSlashProtection(prompt), context);
}

/**
 * The CLI runs a prompt that begins with `/` as a command of its own, without asking the model.
 * One space before it makes it text.
 */
export function withSlashProtection(prompt: string): string {
  return prompt.startsWith("/") ? ` ${prompt}` : prompt;
}

/**
 * Adds the context as a fenced block after the prompt. The JSON is one line, so that nothing in it
 * can close the fence.
 */
export function withContext(
  prompt: string,
  context: CliRequest["context"],
): string {
  if (context === undefined) return prompt;
  const json = JSON.stringify(context);
  return `${prompt}\n\nContext for this task, as JSON:\n\n\`\`\`json\n${json}\n\`\`\`\n`;
}
