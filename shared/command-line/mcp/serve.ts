/** The MCP server on standard input and output, until the input ends. https://modelcontextprotocol.io */
import { once } from "node:events";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import manifest from "../../../package.json" with { type: "json" };
import type { Deps } from "../deps.ts";
import { addTools } from "./tools.ts";

const INSTRUCTIONS =
  "CCSP runs prompts with the Claude Code CLI, one queue for many agents. Hand a prompt over with `submit`, then call `wait` until the task is finished; it may take minutes. A task goes on when nobody waits for it; `cancel` ends it.";

export async function serveMcp(deps: Deps): Promise<void> {
  const server = new McpServer(
    { name: manifest.name, title: "CCSP", version: manifest.version },
    { instructions: INSTRUCTIONS },
  );
  addTools(server, deps);
  await server.connect(new StdioServerTransport());
  try {
    await once(process.stdin, "close", { signal: deps.signal });
  } finally {
    await server.close();
  }
}
