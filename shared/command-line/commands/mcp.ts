/** `ccsp mcp`: the queue as tools for agents that speak the Model Context Protocol. */
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";

export function addMcp(program: Program, deps: Deps): void {
  program
    .command("mcp")
    .summary("serve the queue to an agent that speaks MCP")
    .description(
      "Speaks the Model Context Protocol on standard input and output, with the tools submit, wait, status and cancel, until its input ends. Started by the agent's program, not by hand.",
    )
    .addHelpText(
      "after",
      examples([
        ["claude mcp add ccsp -- npx ccsp mcp", "for Claude Code"],
        ["ccsp mcp --profile prod", "with a connection of your own"],
      ]),
    )
    .action(async () => {
      // Only this command pays for loading it.
      const { serveMcp } = await import("../mcp/serve.ts");
      await serveMcp(deps);
    });
}
