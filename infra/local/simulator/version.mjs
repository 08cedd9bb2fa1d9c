/** Has the shape of the CLI's own answer to `--version`, and says what it is. */
export const VERSION_LINE = "0.0.1-simulator (Claude Code)";
