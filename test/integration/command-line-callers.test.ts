/** The command line before the running service, called by other programs: an agent that speaks MCP, a shell. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { describe, expect, it } from "vitest";
import { commandedStackOfThisFile } from "./harness/commanded-stack.ts";

const here = commandedStackOfThisFile();

const simulate = (directive: object): string =>
  `simulate: ${JSON.stringify(directive)}`;

describe("The shell's Tab key", () => {
  it("completes what was begun", async () => {
    const line = `eval "$(ccsp completion bash)"; COMP_WORDS=(ccsp list --status su); COMP_CWORD=3; _ccsp; echo "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", line], {
      env: here().program.env,
    });
    expect(stdout).toBe("succeeded\n");
  });
});

describe("An agent that speaks MCP", () => {
  it("submits, waits, looks and cancels by tools, and hears of errors", async () => {
    const broken: Error[] = [];
    const client = new Client({ name: "test", version: "1" });
    client.onerror = (error) => void broken.push(error); // for example a line that is no message
    const { file, env } = here().program;
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [file, "mcp"],
        env: { ...env },
      }),
    );
    const tool = async (name: string, args: object, onprogress?: () => void) =>
      client.callTool(
        { name, arguments: { ...args } },
        undefined,
        onprogress && { onprogress },
      );
    try {
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual([
        "submit",
        "wait",
        "status",
        "cancel",
      ]);

      const submitted = await tool("submit", {
        prompt: simulate({ sleepMs: 3_000, text: "by tool" }),
      });
      const { taskId } = submitted.structuredContent as { taskId: string };
      let progress = 0;
      const waited = await tool("wait", { taskId }, () => (progress += 1));
      expect(waited).toMatchObject({
        content: [{ type: "text", text: "by tool" }],
        structuredContent: { taskId, status: "succeeded" },
      });
      expect(progress).toBeGreaterThan(0);

      const long = await tool("submit", {
        prompt: simulate({ sleepMs: 60_000 }),
      });
      const { taskId: longId } = long.structuredContent as { taskId: string };
      const early = await tool("wait", { taskId: longId, withinSeconds: 1 });
      expect(early).toMatchObject({
        content: [{ text: expect.stringContaining("Call wait again") }],
      });
      await tool("cancel", { taskId: longId });
      expect(await tool("status", { taskId: longId })).toMatchObject({
        structuredContent: { status: "cancelled" },
      });
      expect(await tool("wait", { taskId: longId })).toMatchObject({
        isError: true,
      });

      const missing = await tool("status", {
        taskId: "01JNOTASK0000000000000000",
      });
      expect(missing).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining("task-not-found") }],
      });
      const wrong = await tool("submit", { prompt: "x", priorty: "high" });
      expect(wrong).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining("priorty") }],
      });
      expect(broken).toEqual([]);
    } finally {
      await client.close();
    }
  });
});
