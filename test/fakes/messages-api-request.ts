import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";

/** One request for a message, reduced to what tests look at. */
export interface MessagesRequest {
  readonly model: string;
  readonly stream: boolean;
  /** With what the caller proved who it is. */
  readonly credential: "api-key" | "oauth-token" | "none";
  /** The whole system prompt. */
  readonly system: string;
  /** Every text of every message, and the result of every tool. */
  readonly conversation: string;
  /** The texts that the tools gave back. */
  readonly toolResults: readonly string[];
  /** Names of the tools that the model may use. */
  readonly tools: readonly string[];
  readonly headers: IncomingHttpHeaders;
  /** All of it, as it came. */
  readonly body: string;
}

const Text = z.object({ type: z.literal("text"), text: z.string() });
const ToolResult = z.object({
  type: z.literal("tool_result"),
  content: z.union([z.string(), z.array(z.unknown())]).default(""),
});
const Block = z.union([Text, ToolResult, z.unknown()]);
const Content = z.union([z.string(), z.array(Block)]);

const Body = z.object({
  model: z.string().default(""),
  stream: z.boolean().default(false),
  system: Content.default(""),
  messages: z.array(z.object({ content: Content })).default([]),
  tools: z.array(z.object({ name: z.string() })).default([]),
});

export function readMessagesRequest(
  body: string,
  headers: IncomingHttpHeaders,
): MessagesRequest {
  const { model, stream, system, messages, tools } = Body.parse(
    JSON.parse(body),
  );
  const contents = messages.map(({ content }) => content);
  return {
    model,
    stream,
    credential: credentialIn(headers),
    system: textOf(system),
    conversation: contents.map(textOf).join("\n"),
    toolResults: contents.flatMap(toolResultsOf),
    tools: tools.map(({ name }) => name),
    headers,
    body,
  };
}

function credentialIn(
  headers: IncomingHttpHeaders,
): MessagesRequest["credential"] {
  if (headers["x-api-key"] !== undefined) return "api-key";
  return headers.authorization === undefined ? "none" : "oauth-token";
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map(textOfBlock).join("\n");
}

function textOfBlock(block: unknown): string {
  const text = Text.safeParse(block);
  if (text.success) return text.data.text;
  const result = ToolResult.safeParse(block);
  return result.success ? textOf(result.data.content) : "";
}

function toolResultsOf(content: z.infer<typeof Content>): string[] {
  if (typeof content === "string") return [];
  return content
    .map((block) => ToolResult.safeParse(block))
    .filter((result) => result.success)
    .map((result) => textOf(result.data.content));
}
