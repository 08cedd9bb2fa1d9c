/** Examples below the help text of a command: what to type, and what it does. */
export function examples(
  lines: readonly (readonly [command: string, effect: string])[],
): string {
  const texts = lines.map(
    ([command, effect]) => `  # ${effect}\n  $ ${command}`,
  );
  return `\nExamples:\n${texts.join("\n")}`;
}
