import type { ServerResponse } from "node:http";
import type { MessagesRequest } from "./messages-api-request.ts";
import {
  type Content,
  type FakeMessage,
  sendHalf,
  sendMessage,
} from "./messages-api-message.ts";

/** How the fake answers one request. */
export type Answer = (
  request: MessagesRequest,
  response: ServerResponse,
) => Promise<void> | void;

type Extras = Partial<Pick<FakeMessage, "usage" | "headers">>;

/** The model says this, and ends its turn. */
export const says = (text: string, extras: Extras = {}): Answer =>
  message([{ type: "text", text }], extras);

/** The model ends its turn without a word. */
export const saysNothing: Answer = message([], {});

/** The model asks for a tool. */
export const usesTool = (
  name: string,
  input: Readonly<Record<string, unknown>>,
  extras: Extras = {},
): Answer =>
  message(
    [
      { type: "text", text: `I use ${name}.` },
      { type: "tool_use", id: `toolu_${name}`, name, input },
    ],
    extras,
  );

function message(content: readonly Content[], extras: Extras): Answer {
  return (request, response) => {
    sendMessage({ content, ...extras }, request, response);
  };
}

/** The API refuses with this status. */
export const refuses =
  (
    status: number,
    type: string,
    reason: string,
    headers: Readonly<Record<string, string>> = {},
  ): Answer =>
  (_, response) => {
    response.writeHead(status, {
      "content-type": "application/json",
      "request-id": "req_fake",
      ...headers,
    });
    response.end(
      JSON.stringify({ type: "error", error: { type, message: reason } }),
    );
  };

const HALF: FakeMessage = {
  content: [{ type: "text", text: "The first half of an answer" }],
};

/** The connection is lost in the middle of the answer. */
export const breaksOff: Answer = async (request, response) => {
  await sendHalf(HALF, request, response);
  response.destroy();
};

/** In the middle of the answer nothing more comes, and the connection stays. */
export const fallsSilent: Answer = async (request, response) => {
  await sendHalf(HALF, request, response);
};

/** Holds each answer until as many have been asked for: then all who ask are at work at one time. */
export function together(count: number): (answer: Answer) => Answer {
  let asked = 0;
  const all = Promise.withResolvers<undefined>();
  return (answer) => async (request, response) => {
    asked += 1;
    if (asked >= count) all.resolve(undefined);
    await all.promise;
    await answer(request, response);
  };
}
