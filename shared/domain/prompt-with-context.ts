/**
 * Adds the context as a fenced block after the prompt. The JSON is one line, so that nothing in it
 * can close the fence.
 */
export function promptWithContext(
  prompt: string,
  context: Readonly<Record<string, unknown>> | undefined,
): string {
  if (context === undefined) return prompt;
  const json = JSON.stringify(context);
  return `${prompt}\n\nContext for this task, as JSON:\n\n\`\`\`json\n${json}\n\`\`\`\n`;
}
