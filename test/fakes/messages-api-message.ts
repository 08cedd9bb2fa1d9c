import type { ServerResponse } from "node:http";
import type { MessagesRequest } from "./messages-api-request.ts";

export type Content =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "tool_use";
      readonly id: string;
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
    };

export interface FakeMessage {
  readonly content: readonly Content[];
  readonly usage?: FakeUsage;
  /** Of the HTTP answer, for example how far the account's windows are used up. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** So few that no bound is reached by them. */
const SMALL_USAGE: FakeUsage = { inputTokens: 12, outputTokens: 5 };

/** Sends a message as the request wants it: as a stream of events, or whole. */
export function sendMessage(
  message: FakeMessage,
  request: MessagesRequest,
  response: ServerResponse,
): void {
  response.writeHead(200, {
    "content-type": request.stream ? "text/event-stream" : "application/json",
    "request-id": "req_fake",
    ...message.headers,
  });
  response.end(
    request.stream
      ? eventsOf(message, request).map(serverSentEvent).join("")
      : JSON.stringify(wholeMessage(message, request)),
  );
}

/** Sends the events before the one that ends the first block; the response stays open. */
export async function sendHalf(
  message: FakeMessage,
  request: MessagesRequest,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const events = eventsOf(message, request);
  const end = events.findIndex(({ type }) => type === "content_block_stop");
  const half = events.slice(0, end).map(serverSentEvent).join("");
  await new Promise<void>((resolve) => {
    response.write(half, () => resolve());
  });
}

type StreamEvent = { readonly type: string } & Readonly<
  Record<string, unknown>
>;

const serverSentEvent = (event: StreamEvent): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

function eventsOf(
  message: FakeMessage,
  request: MessagesRequest,
): StreamEvent[] {
  const whole = wholeMessage(message, request);
  const { usage, stop_reason } = whole;
  const start = { ...whole, content: [], stop_reason: null };
  return [
    {
      type: "message_start",
      message: { ...start, usage: { ...usage, output_tokens: 1 } },
    },
    ...message.content.flatMap(blockEvents),
    {
      type: "message_delta",
      delta: { stop_reason, stop_sequence: null },
      usage: { output_tokens: usage.output_tokens },
    },
    { type: "message_stop" },
  ];
}

/** A block's content comes in two pieces, as a network would cut it. */
function blockEvents(block: Content, index: number): StreamEvent[] {
  const isText = block.type === "text";
  const text = isText ? block.text : JSON.stringify(block.input);
  const middle = Math.floor(text.length / 2);
  const pieces = [text.slice(0, middle), text.slice(middle)];
  return [
    {
      type: "content_block_start",
      index,
      content_block: isText ? { ...block, text: "" } : { ...block, input: {} },
    },
    ...pieces.map((piece) => ({
      type: "content_block_delta",
      index,
      delta: isText
        ? { type: "text_delta", text: piece }
        : { type: "input_json_delta", partial_json: piece },
    })),
    { type: "content_block_stop", index },
  ];
}

function wholeMessage(
  { content, usage = SMALL_USAGE }: FakeMessage,
  { model }: MessagesRequest,
) {
  return {
    id: "msg_fake",
    type: "message",
    role: "assistant",
    model,
    content,
    stop_reason: content.some(({ type }) => type === "tool_use")
      ? "tool_use"
      : "end_turn",
    stop_sequence: null,
    usage: {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
    },
  };
}
